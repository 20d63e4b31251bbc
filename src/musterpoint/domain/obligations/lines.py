"""The arithmetic of a duty's due instant, line by line, for the page that answers "why then?"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from musterpoint.domain.policy.duties import Strength


class LineKind(StrEnum):
    """What one line says. CLAMPED is a month without such a day; CLOCKS_CHANGE shifts the wall."""

    ANCHOR = "anchor"
    DAY_ZERO = "day_zero"
    DAY_ONE = "day_one"
    ELAPSED = "elapsed"
    CLOCKS_CHANGE = "clocks_change"
    COUNTED = "counted"
    CLOSED = "closed"
    WEEKS = "weeks"
    MONTHS = "months"
    CLAMPED = "clamped"
    HOUSE = "house"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the sum.

    ``start`` and ``end`` are days, both included; ``count`` is what has been counted by the end of
    the line, and ``span`` an elapsed time, or the shift of a wall clock.
    """

    kind: LineKind
    at: datetime | None = None
    start: date | None = None
    end: date | None = None
    count: int = 0
    span: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a duty falls due, what stands behind that instant, and the sum.

    ``house_at`` is our own tighter target, where there is one besides the law's instant.
    """

    at: datetime
    strength: Strength
    lines: tuple[Line, ...]
    house_at: datetime | None = None
