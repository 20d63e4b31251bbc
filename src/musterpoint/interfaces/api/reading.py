"""What a request may hold: strict types that refuse by name what cannot be kept.

Nothing is guessed: "1" is not a number, a date without an offset is not an instant, and a field
that nobody asked for is a mistake worth telling.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

LARGEST_COUNT = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2199
_INSTANT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?(?P<offset>[Zz]|[+-]\d\d:?\d\d)?", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Body(BaseModel):
    """A JSON object with exactly these fields."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Said(BaseModel):
    """A part of an answer; describes it in the documentation and is never run."""


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("nul", "A text cannot hold the character U+0000")
    return text


def _instant(value: Any) -> Any:
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise PydanticCustomError("instant", "Give an instant such as 2026-03-02T09:00:00Z")
    if match["offset"] is None:
        raise PydanticCustomError(
            "instant", "Say the offset too: 2026-03-02T09:00:00Z or 2026-03-02T09:00:00+01:00"
        )
    try:
        at = datetime.fromisoformat(value.upper().replace(",", "."))
    except ValueError:
        raise PydanticCustomError("instant", "There is no such day or time") from None
    if not FIRST_YEAR < at.year < LAST_YEAR:
        raise PydanticCustomError(
            "instant", f"Give a year between {FIRST_YEAR + 1} and {LAST_YEAR - 1}"
        )
    return at.astimezone(UTC)


def _date(value: Any) -> Any:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise PydanticCustomError("date", "Give a date such as 2026-03-02")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date", "There is no such day") from None
    if not FIRST_YEAR < day.year < LAST_YEAR:
        raise PydanticCustomError(
            "date", f"Give a year between {FIRST_YEAR + 1} and {LAST_YEAR - 1}"
        )
    return day


_Text = Annotated[str, AfterValidator(_without_nul)]
Line = Annotated[_Text, Field(max_length=300)]
Name = Annotated[_Text, Field(max_length=120)]
Code = Annotated[_Text, Field(max_length=60)]
Words = Annotated[_Text, Field(max_length=20_000)]
Document = Annotated[_Text, Field(max_length=1_000_000)]
Instant = Annotated[datetime, BeforeValidator(_instant)]
Day = Annotated[date, BeforeValidator(_date)]
Count = Annotated[int, Field(ge=0, le=LARGEST_COUNT)]
PersonId = Annotated[int, Field(ge=1, le=2**63 - 1)]
