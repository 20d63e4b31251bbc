"""Lengths of time as people write them in a strategy: ``5 min``, ``4 h``, ``1 h 30 min``, ``14 d``.

A day is always 24 hours here; working days are a calendar's business.
"""

from __future__ import annotations

import re
from datetime import timedelta

UNITS = {
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "min": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_PIECE = re.compile(r"(\d{1,12})\s*(d|h|min|s)")
_WHOLE = re.compile(rf"\s*{_PIECE.pattern}(?:\s+{_PIECE.pattern})*\s*")


class NotASpan(ValueError):
    """The text is not a length of time."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is not a length of time.")


def parse_span(text: str) -> timedelta:
    """Return the length ``text`` names, or raise NotASpan."""
    if not _WHOLE.fullmatch(text):
        raise NotASpan(text)
    pieces = _PIECE.findall(text)
    return sum((int(count) * UNITS[unit] for count, unit in pieces), timedelta(0))


def span_text(span: timedelta, *, largest: str = "d") -> str:
    """Return ``span`` in the fewest units; ``largest="h"`` keeps working time out of days."""
    left, said = span, []
    for unit in list(UNITS)[list(UNITS).index(largest) :]:
        count, left = divmod(left, UNITS[unit])
        if count:
            said.append(f"{count} {unit}")
    return " ".join(said) or "0 min"
