"""Whose turn it is by order alone: hand-overs counted by arithmetic, on the layer's wall clock.

A hand-over is a local reading. One that the clocks skip takes effect at the first instant after;
one that they repeat does so at its first reading. Nothing here walks from the first date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from math import gcd

from musterpoint.domain.rotas.values import Layer, Week
from musterpoint.domain.wall_clock import regimes

MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A turn in the order: its number from 1, whose it is, and its real span."""

    number: int
    person: int
    start: datetime
    end: datetime


def begins_at(layer: Layer) -> datetime:
    return hand_over(layer, 0)


def place_at(layer: Layer, at: datetime) -> Place | None:
    """Return the turn that ``at`` falls into, or None before the first one."""
    index = _hand_overs_by(layer, at) - 1
    if index < 0:
        return None
    turn = index // layer.turn
    before = _turns_before(layer, turn)
    return Place(
        number=before + 1,
        person=layer.people[before % len(layer.people)],
        start=hand_over(layer, turn * layer.turn),
        end=hand_over(layer, (turn + 1) * layer.turn),
    )


def hand_over(layer: Layer, index: int) -> datetime:
    """Return the instant of the hand-over with this number; 0 is the first."""
    days, which = divmod(index, len(layer.hands_over_at))
    day = layer.first_date + timedelta(days=days)
    reading = datetime.combine(day, layer.hands_over_at[which], tzinfo=UTC)
    for since, until, offset in regimes(layer.wall, day):
        if reading - offset < until:
            return max(reading - offset, since)
    raise AssertionError("unreachable: the last period has no end")


def _hand_overs_by(layer: Layer, at: datetime) -> int:
    """Return how many hand-overs there were up to and at ``at``; 0 or less before the first."""
    a_day = len(layer.hands_over_at)
    today = at.astimezone(layer.wall).date()
    # A clock set back across midnight reads a date again after the next one has begun.
    index = ((today - layer.first_date).days + 2) * a_day - 1
    while index >= 0 and hand_over(layer, index) > at:
        index -= 1
    return index + 1


def _turns_before(layer: Layer, turn: int) -> int:
    """Return how many turns with any hours lie before this one.

    A turn that lies wholly outside the weekly hours is nobody's: it is not counted, so that a daily
    layer goes on from Friday's person to the next on Monday. Closed dates do count: a holiday moves
    nobody else's turn.
    """
    if layer.hours is None:
        return turn
    counted = _counted(layer.hours, layer.first_date.weekday(), layer.hands_over_at, layer.turn)
    rounds, rest = divmod(turn, len(counted) - 1)
    return rounds * counted[-1] + counted[rest]


@lru_cache(maxsize=1024)
def _counted(
    hours: Week, weekday: int, hands_over_at: tuple[time, ...], turn: int
) -> tuple[int, ...]:
    """Return the running count of turns with hours, over as many turns as until the week repeats.

    It is reckoned on the face of the clock, so that a change of clocks never moves the order.
    """
    a_week = 7 * len(hands_over_at)
    open_after = [_has_hours(hours, weekday, hands_over_at, index) for index in range(a_week)]
    turns = a_week // gcd(turn, a_week)
    counts = (
        any(open_after[(each * turn + step) % a_week] for step in range(min(turn, a_week)))
        for each in range(turns)
    )
    return tuple(accumulate(counts, initial=0))


def _has_hours(hours: Week, weekday: int, hands_over_at: tuple[time, ...], index: int) -> bool:
    """Return whether any hours lie between this hand-over of the week and the next."""
    start, end = (_face(weekday, hands_over_at, each) for each in (index, index + 1))
    return any(
        start < week + day * MINUTES_A_DAY + span.closes
        and week + day * MINUTES_A_DAY + span.opens < end
        for week in (0, MINUTES_A_WEEK, 2 * MINUTES_A_WEEK)
        for day, spans in enumerate(hours)
        for span in spans
    )


def _face(weekday: int, hands_over_at: tuple[time, ...], index: int) -> int:
    """Return the minute, since the Monday of the first week, of a hand-over."""
    days, which = divmod(index, len(hands_over_at))
    at = hands_over_at[which]
    return (weekday + days) * MINUTES_A_DAY + at.hour * 60 + at.minute
