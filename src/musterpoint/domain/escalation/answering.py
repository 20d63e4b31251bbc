"""Yes and no: who answers, who declines, and when that ends a run or moves it on at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from musterpoint.domain.escalation.plan import Rung, plan_of, reached_steps
from musterpoint.domain.escalation.state import RunIsOver, RunState, StopReason
from musterpoint.domain.escalation.turns import bring_forward
from musterpoint.domain.policy.document import FALLBACK, Path


class NotCalled(ValueError):
    """Only somebody whom this run told can decline."""

    def __init__(self) -> None:
        super().__init__("You were not called for this, so there is nothing to decline.")


class AlreadyAnswered(ValueError):
    """Whoever said yes cannot say no to the same call."""

    def __init__(self) -> None:
        super().__init__("You have answered already. Hand it over instead.")


class AlreadyDeclined(ValueError):
    """One no is enough."""

    def __init__(self) -> None:
        super().__init__("You have declined already.")


def acknowledge(path: Path, state: RunState, *, person: str, at: datetime) -> RunState:
    """Return the run after ``person`` answered: stopped, unless more people are needed.

    Everybody who answered counts, whichever step told them; the step told last says how many must.
    Whoever declined before may still answer. Raises RunIsOver.
    """
    if not state.is_running:
        raise RunIsOver(state.stopped_because)
    answered = dict(state.answered)
    answered.setdefault(person, at)
    answering = replace(state, answered=answered)
    if len(answered) < needed(path, state):
        return answering
    return replace(answering, stopped_at=at, stopped_because=StopReason.ACKNOWLEDGED)


def decline(path: Path, state: RunState, *, person: str, at: datetime) -> RunState:
    """Return the run after ``person`` said no: moved on, when nobody is left to say yes.

    Raises RunIsOver, NotCalled, AlreadyAnswered and AlreadyDeclined.
    """
    if not state.is_running:
        raise RunIsOver(state.stopped_because)
    if person in state.answered:
        raise AlreadyAnswered
    if person in state.declined:
        raise AlreadyDeclined
    if not any(person in people for people in state.reached.values()):
        raise NotCalled
    declining = replace(state, declined={**state.declined, person: at})
    if person in _people_of(declining, _present(path, state)):
        return move_on(path, declining, at=at)
    return declining


def is_spent(path: Path, state: RunState) -> bool:
    """Return whether too few of those told by the present step are left to answer it."""
    return is_out_of_reach(path, state, lost=frozenset())


def is_out_of_reach(path: Path, state: RunState, *, lost: frozenset[str]) -> bool:
    """Like ``is_spent``, when these people cannot be reached either."""
    people = _people_of(state, _present(path, state))
    gone = people & (state.declined.keys() | lost)
    free = people - gone - state.answered.keys()
    return bool(gone) and len(free) < max(1, needed(path, state) - len(state.answered))


def move_on(
    path: Path, state: RunState, *, at: datetime, lost: frozenset[str] = frozenset()
) -> RunState:
    """Return the run with its next step due at once, if the present one can no longer be answered.

    What is left of the present step is superseded: those told by it have said all they will.
    """
    if not state.is_running or not is_out_of_reach(path, state, lost=lost):
        return state
    present = _present(path, state)
    rest = {
        rung.key
        for rung in plan_of(path, state.priority)
        if present is not None and rung.step == present.step and state.is_left(rung.key)
    }
    return bring_forward(path, replace(state, superseded=state.superseded | rest), at=at)


def needed(path: Path, state: RunState) -> int:
    """Return how many people must answer, as the step told last asks; one before any telling."""
    steps = reached_steps(path, state)
    return steps[-1].need if steps else 1


def _present(path: Path, state: RunState) -> Rung | None:
    """Return the step told last that reached anybody who can answer; the fallback ends them all."""
    plan = plan_of(path, state.priority)
    if state.reached.get((FALLBACK, 0)):
        return plan[-1]
    steps = (rung for rung in reversed(reached_steps(path, state)) if _people_of(state, rung))
    return next(steps, None)


def _people_of(state: RunState, rung: Rung | None) -> frozenset[str]:
    if rung is None:
        return frozenset()
    rounds = (people for (step, _), people in state.reached.items() if step == rung.step)
    return frozenset(person for people in rounds for person in people)
