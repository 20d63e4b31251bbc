"""At which shares of a duty's time somebody is told, and how much of it is left.

A duty's share is of elapsed time from its anchor to its due instant, however that was counted: a
weekend before the due day uses up a share of what people have.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from musterpoint.domain.policy.document import OverrideTrigger, Strategy
from musterpoint.domain.policy.duties import Strength

BINDING = frozenset({Strength.STATUTE, Strength.RULE, Strength.REGULATOR_POLICY, Strength.CONTRACT})
"""What others can hold us to. A house target or guidance is ours to bend."""

WHOLE = 1.0
MOMENT = timedelta(seconds=1)


def marks_of(strength: str, marks: Iterable[float]) -> tuple[float, ...]:
    """Return the shares at which somebody is told: the last always, for a house target only that.

    A target of five minutes that told people three times would teach them not to read.
    """
    if strength not in BINDING:
        return (WHOLE,)
    return tuple(sorted({*(mark for mark in marks if mark < WHOLE), WHOLE}))


def reached(marks: Iterable[float], *, anchor: datetime, due: datetime, at: datetime) -> float:
    """Return the highest of ``marks`` that has been reached by ``at``, or nothing."""
    return max((m for m in marks if _instant(m, anchor=anchor, due=due) <= at), default=0.0)


def next_mark(
    marks: Collection[float], *, after: float, anchor: datetime, due: datetime
) -> datetime | None:
    """Return the instant of the first mark above the share ``after``, or None after the last."""
    ahead = [mark for mark in marks if mark > after]
    return _instant(min(ahead), anchor=anchor, due=due) if ahead else None


def share_left(*, anchor: datetime, due: datetime, at: datetime) -> float:
    """Return the share still left, 1.0 before the anchor and below zero once it is late."""
    allowed = due - anchor
    if not allowed:
        return 1.0 if at < due else -1.0
    return min(1.0, (due - at) / allowed)


def crosses_at(*, anchor: datetime, due: datetime, below: float) -> datetime:
    """Return an instant at which less than the share ``below`` is left, the first by the second."""
    return _instant(1 - below, anchor=anchor, due=due) + MOMENT


def shares_below(strategy: Strategy) -> tuple[float, ...]:
    """Return the shares left below which the strategy judges an incident anew."""
    return tuple(
        one.share_left_below
        for one in strategy.overrides
        if one.when is OverrideTrigger.CLOCK_NEARLY_SPENT and one.share_left_below is not None
    )


def _instant(share: float, *, anchor: datetime, due: datetime) -> datetime:
    return due if share >= WHOLE else anchor + (due - anchor) * share
