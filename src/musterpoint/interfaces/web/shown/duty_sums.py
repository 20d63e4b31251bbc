"""The sum behind a duty's due instant, in words: what was counted, what was not, and the end."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from musterpoint.domain.obligations import Line, LineKind
from musterpoint.interfaces.web.templatetags.musterpoint import (
    centre_date,
    centre_datetime,
    span,
)


def sum_of(line: Line) -> dict[str, str]:
    """Return one line as what it is about and what it comes to."""
    return {"when": _when(line), "says": _says(line)}


def _when(line: Line) -> str:
    if line.kind in {LineKind.WEEKS, LineKind.MONTHS, LineKind.CLAMPED}:
        return centre_date(line.end)
    if line.at is not None:
        return centre_datetime(line.at)
    if line.start is None or line.end is None:
        return ""
    if line.start == line.end:
        return centre_date(line.start)
    return f"{centre_date(line.start)} – {centre_date(line.end)}"


def _says(line: Line) -> str:
    if line.kind in _COUNTED:
        one, several = _COUNTED[line.kind]
        return ngettext(one, several, line.count) % {"n": line.count}
    return str(_WORDS[line.kind]) % {"span": span(line.span)}


_WORDS = {
    LineKind.ANCHOR: later("the time counts from here"),
    LineKind.DAY_ZERO: later("this day is not counted"),
    LineKind.DAY_ONE: later("this day is the first"),
    LineKind.ELAPSED: later("%(span)s later, every hour counting"),
    LineKind.CLOCKS_CHANGE: later("the clocks change on the way; what is counted stays the same"),
    LineKind.CLOSED: later("closed, not counted"),
    LineKind.CLAMPED: later("the month has no such day; its last one stands for it"),
    LineKind.HOUSE: later("our own target, %(span)s later"),
    LineKind.DUE: later("due"),
}
_COUNTED = {
    LineKind.COUNTED: ("%(n)d day counted", "%(n)d days counted"),
    LineKind.WEEKS: ("%(n)d week later", "%(n)d weeks later"),
    LineKind.MONTHS: ("%(n)d month later", "%(n)d months later"),
}
