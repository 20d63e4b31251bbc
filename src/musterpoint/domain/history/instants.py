"""Dates as other systems write them: ISO, day first or month first, with or without a zone.

A local time that happened twice is its first occurrence; one that never happened is read as the
clock was set forward, and that is noted. Which of day and month comes first is never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from musterpoint.domain.ledger import instant

MEMORY = 100_000
"""How many different texts are remembered; log files repeat themselves."""

_WRITTEN = re.compile(
    r"(\d{1,2})[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ](\d{4}|\d{2})"
    r"(?:[ T,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?[Mm]?\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_NANOSECONDS = re.compile(r"(\.\d{6})\d+")
_SPACED_OFFSET = re.compile(r"\s+(?=[+-]\d{2}:?\d{2}$|Z$)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateOrder(StrEnum):
    """How a date with slashes is meant. ISO dates are understood in any case."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    ISO = "iso"


class NotAnInstant(ValueError):
    """A text that is no date and time in the expected order."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, as it goes into the record (``text``), and what had to be assumed."""

    at: datetime
    text: str
    note: str = ""


@dataclass(slots=True)
class Readings:
    """Reads dates of one source and remembers them."""

    order: DateOrder
    zone: ZoneInfo
    _known: dict[str, Moment] = field(default_factory=dict)

    def read(self, text: str) -> Moment:
        """Return the instant that ``text`` names, or raise NotAnInstant."""
        known = self._known.get(text)
        if known is None:
            known = self._settled(_parsed(text, self.order), text)
            if len(self._known) < MEMORY:
                self._known[text] = known
        return known

    def _settled(self, written: datetime, text: str) -> Moment:
        if written.tzinfo is not None:
            return _moment(written.astimezone(UTC))
        at = written.replace(tzinfo=self.zone).astimezone(UTC)
        shown = at.astimezone(self.zone).replace(tzinfo=None)
        if shown == written:
            return _moment(at)
        note = f"{text} does not exist in {self.zone.key}; read as {shown:%H:%M}"
        return _moment(at, note)


def _moment(at: datetime, note: str = "") -> Moment:
    return Moment(at=at, text=instant(at), note=note)


def _parsed(text: str, order: DateOrder) -> datetime:
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return _iso(text, order)
    day, month = match[1], match[2]
    if order is DateOrder.ISO and not month.isalpha():
        raise NotAnInstant("is not an ISO date")
    if order is DateOrder.MONTH_FIRST and not month.isalpha():
        day, month = month, day
    try:
        return _composed(day, month, match)
    except ValueError as trouble:
        raise NotAnInstant(f"is no date with the {_words(order)} ({trouble})") from None


def _composed(day: str, month: str, match: re.Match[str]) -> datetime:
    year = int(match[3]) + (2000 if len(match[3]) == 2 else 0)
    hour = int(match[4] or 0)
    if match[8]:
        if not 1 <= hour <= 12:
            raise ValueError("hour must be in 1..12 before am or pm")
        hour = hour % 12 + (12 if match[8] in "pP" else 0)
    number = _MONTHS.index(month[:3].lower()) + 1 if month.isalpha() else int(month)
    micro = int((match[7] or "0")[:6].ljust(6, "0"))
    written = datetime(year, number, int(day), hour, int(match[5] or 0), int(match[6] or 0), micro)  # noqa: DTZ001  # its zone, if it names one, comes next
    offset = match[9]
    if not offset:
        return written
    return datetime.fromisoformat(f"{written.isoformat()}{'Z' if offset.isalpha() else offset}")


def _iso(text: str, order: DateOrder) -> datetime:
    plain = _NANOSECONDS.sub(r"\1", _SPACED_OFFSET.sub("", text.removesuffix(" UTC")))
    if text.endswith(" UTC"):
        plain += "Z"
    if not text[:1].isdigit() or len(text) < 8:
        raise NotAnInstant("is not a date")
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        raise NotAnInstant(f"is not a date ({_words(order)} or ISO)") from None


def _words(order: DateOrder) -> str:
    return {"day_first": "day first", "month_first": "month first"}.get(order.value, "ISO")
