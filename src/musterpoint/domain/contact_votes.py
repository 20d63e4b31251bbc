"""What it means when agents say "a customer just told me this": counted, never decided by.

Each vote stands for one customer at least, so the sum is a lower bound. Enough votes from enough
people ask for a fresh look at the impact; they never change a priority by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
ENOUGH = 10
FROM_PEOPLE = 3
NOT_AGAIN_WITHIN = timedelta(seconds=20)
MOST_AN_HOUR = 60
UNDO_WITHIN = timedelta(minutes=10)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the votes of one incident add up to at an instant."""

    lately: int
    people_lately: int
    in_all: int

    @property
    def is_enough(self) -> bool:
        """Whether so many were told by so many that somebody should look at the impact again."""
        return self.lately >= ENOUGH and self.people_lately >= FROM_PEOPLE


def too_soon(own: Iterable[datetime], *, at: datetime) -> datetime | None:
    """Return from when on a person may vote again, or None when they may now.

    ``own`` are the instants of their votes, in any order, those taken back too.
    """
    last_hour = sorted(one for one in own if at - HOUR < one <= at)
    waits = [last_hour[-1] + NOT_AGAIN_WITHIN] if last_hour else []
    if len(last_hour) >= MOST_AN_HOUR:
        waits.append(last_hour[-MOST_AN_HOUR] + HOUR)
    until = max(waits, default=at)
    return until if until > at else None


def asks_again(present: Heard, *, asked_at_count: int) -> bool:
    """Whether a fresh look is due: enough lately, and twice as many as when it was asked last.

    Doubling keeps a flood from asking the same person every minute.
    """
    return present.is_enough and present.in_all >= max(ENOUGH, 2 * asked_at_count)
