"""What is due now: told once, left out where its conditions do not hold, and what comes next.

A telling that is left out never makes a run wait: the next step is brought forward to that instant,
and all that is left of the path with it. The fallback is never left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation.plan import Rung, Telling, plan_of
from musterpoint.domain.escalation.state import ZERO, Key, RunIsOver, RunState, Skipped
from musterpoint.domain.policy.document import Path

LeavesOut = Callable[[Telling], Because | None]
"""Why a telling is left out now; None when it is told."""


class UnknownTelling(ValueError):
    """The path has no such step or round at this priority."""

    def __init__(self, step: str, round_: int) -> None:
        super().__init__(f"The path has no round {round_} of step {step!r} here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapsed:
    """What is to tell now, the older rounds that it replaces, and what is left out with its reason.

    ``brought_forward`` is how much sooner the rest of the path falls due because of that.
    """

    tell: tuple[Telling, ...]
    superseded: tuple[Telling, ...]
    skipped: tuple[Skipped, ...] = ()
    brought_forward: timedelta = ZERO


def next_telling(path: Path, state: RunState) -> Telling | None:
    """Return the first telling that is still to come; None when none is left."""
    if not state.is_running:
        return None
    for rung in plan_of(path, state.priority):
        if state.is_left(rung.key):
            return rung.of(state)
    return None


def due_tellings(path: Path, state: RunState, *, at: datetime) -> tuple[Telling, ...]:
    """Return what should have been told by ``at`` and has not been; nothing in a stopped run."""
    if not state.is_running:
        return ()
    return tuple(
        rung.of(state)
        for rung in plan_of(path, state.priority)
        if rung.due_at(state) <= at and state.is_left(rung.key)
    )


def collapse(path: Path, state: RunState, *, at: datetime) -> Collapsed:
    """Return each overdue step once, at its newest round; its older rounds are superseded."""
    due = due_tellings(path, state, at=at)
    newest = {one.step: one.key for one in due}
    return Collapsed(
        tell=tuple(one for one in due if newest[one.step] == one.key),
        superseded=tuple(one for one in due if newest[one.step] != one.key),
    )


def turn(path: Path, state: RunState, *, at: datetime, leaves_out: LeavesOut) -> Collapsed:
    """Return what is told at ``at``, once everything whose conditions do not hold is left out.

    A step that is left out is left out with all its later rounds, and the next one comes at once.
    """
    passing, out = state, list[Skipped]()
    now = collapse(path, passing, at=at)
    while found := _first_out(now, leaves_out):
        telling, because = found
        rungs = _rest_of(path, passing, telling.step)
        out += [Skipped(step=r.step, round=r.round, because=because) for r in rungs]
        passing = replace(passing, skipped=passing.skipped | {rung.key for rung in rungs})
        passing = bring_forward(path, passing, at=at)
        now = collapse(path, passing, at=at)
    sooner = passing.brought_forward - state.brought_forward
    return replace(now, skipped=tuple(out), brought_forward=sooner)


def told(
    path: Path,
    state: RunState,
    collapsed: Collapsed,
    *,
    at: datetime,
    reached: Mapping[Key, Collection[str]] | None = None,
) -> RunState:
    """Return the run after everything in ``collapsed`` was told, superseded or left out.

    ``reached`` are the people behind each telling. Raises RunIsOver, or UnknownTelling.
    """
    if not state.is_running:
        raise RunIsOver(state.stopped_because)
    known = {rung.key for rung in plan_of(path, state.priority)}
    given = [one.key for one in (*collapsed.tell, *collapsed.superseded)]
    for step, number in (*given, *(one.key for one in collapsed.skipped)):
        if (step, number) not in known:
            raise UnknownTelling(step, number)
    return replace(
        state,
        told={**state.told, **{one.key: at for one in collapsed.tell}},
        reached={**state.reached, **(reached or {})},
        superseded=state.superseded | {one.key for one in collapsed.superseded},
        skipped=state.skipped | {one.key for one in collapsed.skipped},
        brought_forward=state.brought_forward + collapsed.brought_forward,
    )


def is_exhausted(path: Path, state: RunState) -> bool:
    """Return whether everybody, and the fallback, was told and nobody answered."""
    return state.is_running and next_telling(path, state) is None


def bring_forward(path: Path, state: RunState, *, at: datetime) -> RunState:
    """Return the run with its next step due by ``at``, and the rest of it as much sooner."""
    begun = {step for step, _ in state.told}
    for rung in plan_of(path, state.priority):
        if rung.round == 0 and rung.step not in begun and state.is_left(rung.key):
            sooner = max(ZERO, rung.due_at(state) - at)
            return replace(state, brought_forward=state.brought_forward + sooner)
    return state


def _first_out(now: Collapsed, leaves_out: LeavesOut) -> tuple[Telling, Because] | None:
    for telling in now.tell:
        because = None if telling.is_fallback else leaves_out(telling)
        if because is not None:
            return telling, because
    return None


def _rest_of(path: Path, state: RunState, step: str) -> tuple[Rung, ...]:
    plan = plan_of(path, state.priority)
    return tuple(rung for rung in plan if rung.step == step and state.is_left(rung.key))
