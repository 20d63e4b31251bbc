"""What is handed out to a person about themselves: one value, as JSON and as a text to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptValue:
    """A value that is kept, why it stays, and where its token stands."""

    token: str
    label: str
    value: str
    kept_at: datetime
    keep_until: datetime | None
    stands_in: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """A value that is kept no more."""

    token: str
    label: str
    erased_at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something done with the values: they were kept, read, found or held, and why."""

    at: datetime
    what: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A text in which a token stands; other people's tokens in it stay tokens."""

    at: datetime
    where: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonExport:
    """All that is kept about one person at an instant."""

    person: str
    centre: str
    made_at: datetime
    values: Sequence[KeptValue]
    erased: Sequence[Erased]
    happened: Sequence[Happening]
    mentions: Sequence[Mention]
    is_held: bool


def as_json(export: PersonExport) -> dict[str, Any]:
    """Return the export in JSON's own types."""
    found: dict[str, Any] = _plain(asdict(export))
    return {"format": "musterpoint-person-1", **found}


def as_text(export: PersonExport) -> str:
    """Return the export for reading, each value where its token stands as well."""
    values = {one.token: one.value for one in export.values}
    lines = [
        f"What {export.centre} keeps about you ({export.person})",
        f"As of {_day(export.made_at)}.",
        "",
        *_section("What is kept", [_kept(one) for one in export.values]),
        *_section(
            "What was erased",
            [f"{one.label}: erased {_day(one.erased_at)}. {one.because}" for one in export.erased],
        ),
        *_section(
            "What is written about you",
            [
                f"{_day(one.at)}, {one.where}: {_opened(one.says, values)}"
                for one in export.mentions
            ],
        ),
        *_section("What was done with it", [_happened(one) for one in export.happened]),
    ]
    if export.is_held:
        lines.append("A legal hold stands: nothing of this may be erased at present.")
    return "\n".join(lines).rstrip() + "\n"


def _kept(one: KeptValue) -> str:
    until = "while it is needed" if one.keep_until is None else f"until {_day(one.keep_until)}"
    places = f"; used in {', '.join(one.stands_in)}" if one.stands_in else ""
    return f"{one.label}: {one.value} (since {_day(one.kept_at)}, {until}{places})"


def _happened(one: Happening) -> str:
    return f"{_day(one.at)}: {one.what}" + (f" ({one.reason})" if one.reason else "")


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [title, *(f"  - {line}" for line in lines or ["nothing"]), ""]


def _opened(says: str, values: Mapping[str, str]) -> str:
    for token, value in values.items():
        says = says.replace(token, value)
    return says


def _day(at: datetime) -> str:
    return f"{at:%-d %B %Y}"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
