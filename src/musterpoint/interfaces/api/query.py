"""What may stand in the query of an address: plain words, true or false, whole numbers."""

from __future__ import annotations

import re
from typing import Any

from pydantic_core import PydanticCustomError

_NUMBER = re.compile(r"-?[0-9]{1,10}", re.ASCII)


def words(text: str) -> str:
    """Return ``text``, or refuse what no database text can hold."""
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise PydanticCustomError("nul", "A text cannot hold this character")
    return text


def flag(text: str | None) -> str | None:
    """Return ``true``, ``false`` or None as given."""
    return text


def number(value: Any) -> Any:
    """Return the whole number that the digits say, or refuse other ways of writing one."""
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return int(value)
    if isinstance(value, int):
        return value
    raise PydanticCustomError("number", "Give a whole number")
