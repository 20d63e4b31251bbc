"""The exercise programme: what was held, what falls due when, and how the outcomes go over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from musterpoint.domain.policy.preparing import Exercise


class Outcome(StrEnum):
    """Whether an exercise reached what it was held for."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An exercise that was held: its code in the strategy, the day, and what came of it."""

    exercise: str
    on: date
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Where one exercise of the programme stands on a day. Never held: due at once."""

    code: str
    last: date | None
    due_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """How the exercises of one year went. ``share_met`` counts a part as a half."""

    year: int
    held: int
    share_met: float


def programme(
    exercises: Mapping[str, Exercise], held: Iterable[Held], *, on: date
) -> tuple[Due, ...]:
    """Return where each exercise stands, what is overdue longest first.

    The last time is the later of what the strategy says and what was recorded by ``on``.
    """
    last: dict[str, date] = {}
    for one in held:
        if one.on <= on:
            last[one.exercise] = max(one.on, last.get(one.exercise, one.on))
    found = [_due(one, last.get(code), on=on) for code, one in exercises.items()]
    return tuple(sorted(found, key=lambda one: (one.due_on is not None, one.due_on or on)))


def _due(exercise: Exercise, recorded: date | None, *, on: date) -> Due:
    known = [day for day in (exercise.last_held_on, recorded) if day is not None and day <= on]
    if not known:
        return Due(code=exercise.code, last=None, due_on=None, is_overdue=True)
    due_on = max(known) + exercise.every
    return Due(code=exercise.code, last=max(known), due_on=due_on, is_overdue=due_on < on)


def maturity(held: Iterable[Held]) -> tuple[Year, ...]:
    """Return how it went year by year, the first year first."""
    worth = {Outcome.MET: 1.0, Outcome.PARTLY: 0.5, Outcome.NOT_MET: 0.0}
    years: dict[int, list[float]] = {}
    for one in held:
        years.setdefault(one.on.year, []).append(worth[one.outcome])
    return tuple(
        Year(year=year, held=len(found), share_met=sum(found) / len(found))
        for year, found in sorted(years.items())
    )
