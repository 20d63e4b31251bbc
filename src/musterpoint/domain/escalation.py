"""The run of a frozen path: who is told next and when, what an outage leaves over, what stops it.

It works on the path the run was started with and never looks up a newer one. Finding the people
behind a role, and sending, are done elsewhere; when nobody is found, the fallback is told instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import FALLBACK, Path, Step, StepKind, Tell
from musterpoint.domain.policy.memo import worked_out_once

ZERO = timedelta(0)


class StopReason(StrEnum):
    """Why a run tells nobody any more."""

    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class RunIsOver(ValueError):
    """The run has stopped and takes no acknowledgement or telling any more."""

    def __init__(self, reason: StopReason | None) -> None:
        self.reason = reason
        super().__init__(f"This run is over: {reason or 'stopped'}.")


class UnknownTelling(ValueError):
    """The path has no such step or round at this priority."""

    def __init__(self, step: str, round_: int) -> None:
        super().__init__(f"The path has no round {round_} of step {step!r} here.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One step's one round (0 is the first) and when it falls due."""

    step: str
    round: int
    due_at: datetime
    tell: tuple[Tell, ...]
    kind: StepKind
    need: int
    because: Because

    @property
    def key(self) -> tuple[str, int]:
        return self.step, self.round

    @property
    def is_fallback(self) -> bool:
        return self.step == FALLBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A step that does not take part in this run, and why."""

    step: str
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapsed:
    """What is left to tell after a delay, and the older rounds that it replaces."""

    tell: tuple[Telling, ...]
    superseded: tuple[Telling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """Where a run stands. ``told`` maps (step, round) to when; ``answered`` maps people to when."""

    started_at: datetime
    priority: str
    told: Mapping[tuple[str, int], datetime] = field(default_factory=dict)
    superseded: frozenset[tuple[str, int]] = frozenset()
    answered: Mapping[str, datetime] = field(default_factory=dict)
    stopped_at: datetime | None = None
    stopped_because: StopReason | None = None

    @property
    def is_running(self) -> bool:
        return self.stopped_at is None


def tellings(path: Path, state: RunState) -> tuple[Telling, ...]:
    """Return the whole run from its start, in the order of telling, the fallback last."""
    return tuple(rung.of(state) for rung in _plan(path, state.priority))


def next_telling(path: Path, state: RunState) -> Telling | None:
    """Return the first telling neither told nor superseded; None when none is left."""
    if not state.is_running:
        return None
    for rung in _plan(path, state.priority):
        if _is_left(rung, state):
            return rung.of(state)
    return None


def due_tellings(path: Path, state: RunState, *, at: datetime) -> tuple[Telling, ...]:
    """Return what should have been told by ``at`` and has not been; nothing in a stopped run."""
    if not state.is_running:
        return ()
    return tuple(
        rung.of(state)
        for rung in _plan(path, state.priority)
        if state.started_at + rung.after <= at and _is_left(rung, state)
    )


def collapse(path: Path, state: RunState, *, at: datetime) -> Collapsed:
    """Return each overdue step once, at its newest round; its older rounds are superseded."""
    due = due_tellings(path, state, at=at)
    newest = {one.step: one.key for one in due}
    return Collapsed(
        tell=tuple(one for one in due if newest[one.step] == one.key),
        superseded=tuple(one for one in due if newest[one.step] != one.key),
    )


def told(path: Path, state: RunState, collapsed: Collapsed, *, at: datetime) -> RunState:
    """Return the run after everything in ``collapsed`` was told or superseded.

    Raises RunIsOver, or UnknownTelling.
    """
    if not state.is_running:
        raise RunIsOver(state.stopped_because)
    known = {rung.key for rung in _plan(path, state.priority)}
    for one in (*collapsed.tell, *collapsed.superseded):
        if one.key not in known:
            raise UnknownTelling(one.step, one.round)
    return replace(
        state,
        told={**state.told, **{one.key: at for one in collapsed.tell}},
        superseded=state.superseded | {one.key for one in collapsed.superseded},
    )


def acknowledge(path: Path, state: RunState, *, person: str, at: datetime) -> RunState:
    """Return the run after ``person`` answered: stopped, unless more people are needed.

    Everybody who answered counts, whichever step told them; the step told last says how many must.
    Raises RunIsOver.
    """
    if not state.is_running:
        raise RunIsOver(state.stopped_because)
    answered = dict(state.answered)
    answered.setdefault(person, at)
    answering = replace(state, answered=answered)
    if len(answered) < needed(path, state):
        return answering
    return replace(answering, stopped_at=at, stopped_because=StopReason.ACKNOWLEDGED)


def stop(state: RunState, *, reason: StopReason, at: datetime) -> RunState:
    """Return the run stopped; one that is over keeps its first reason."""
    if not state.is_running:
        return state
    return replace(state, stopped_at=at, stopped_because=reason)


def needed(path: Path, state: RunState) -> int:
    """Return how many people must answer, as the step told last asks; one before any telling."""
    present = _furthest(path, state)
    return present.need if present is not None else 1


def is_exhausted(path: Path, state: RunState) -> bool:
    """Return whether everybody, and the fallback, was told and nobody answered."""
    return state.is_running and next_telling(path, state) is None


def rejoin(path: Path, state: RunState, *, priority: str, at: datetime) -> RunState:
    """Return the run after the priority rose: it never goes back to people already passed.

    A run that had stopped, or told nobody yet, starts again from the first step. One that waits for
    an answer goes on from the step it stands at, which is told anew now, at the new pace.
    """
    risen = replace(state, priority=priority)
    present = _furthest(path, risen) if state.is_running else None
    if present is None:
        return RunState(started_at=at, priority=priority)
    plan = _plan(path, priority)
    passed = {rung.step for rung in plan if rung.round == 0 and rung.after < present.after}
    return RunState(
        started_at=at - present.after,
        priority=priority,
        superseded=frozenset(rung.key for rung in plan if rung.step in passed),
        answered=dict(state.answered),
    )


def ease(state: RunState, *, priority: str) -> RunState:
    """Return the run after the priority fell: who was told stays told, the rest has more time."""
    return replace(state, priority=priority)


def instead(path: Path, telling: Telling) -> Telling:
    """Return ``telling`` to the path's fallback, for when it finds nobody on duty."""
    says = f"Nobody was found for {telling.step}, so the fallback of “{path.name}” is told."
    because = Because(clause=f"paths.{path.code}.{FALLBACK}", says=says)
    return replace(telling, tell=(path.fallback,), because=because)


def skipped(path: Path, state: RunState) -> tuple[Skipped, ...]:
    """Return the steps that are not for this priority."""
    return tuple(
        Skipped(
            step=step.code,
            because=Because(
                clause=f"paths.{path.code}.{step.code}",
                says=f"Only for {', '.join(sorted(step.priorities))}; this is {state.priority}.",
            ),
        )
        for step in path.steps
        if not step.is_for(state.priority)
    )


def _is_left(rung: _Rung, state: RunState) -> bool:
    return rung.key not in state.told and rung.key not in state.superseded


def _furthest(path: Path, state: RunState) -> _Rung | None:
    """Return the first round of the step furthest along that was told, the fallback apart."""
    reached = {step for step, _ in state.told if step != FALLBACK}
    plan = _plan(path, state.priority)
    found = [rung for rung in plan if rung.round == 0 and rung.step in reached]
    return found[-1] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rung:
    """One telling of a plan, before anybody knows when the run starts."""

    step: str
    round: int
    after: timedelta
    tell: tuple[Tell, ...]
    kind: StepKind
    need: int
    because: Because

    @property
    def key(self) -> tuple[str, int]:
        return self.step, self.round

    def of(self, state: RunState) -> Telling:
        return Telling(
            step=self.step,
            round=self.round,
            due_at=state.started_at + self.after,
            tell=self.tell,
            kind=self.kind,
            need=self.need,
            because=self.because,
        )


def _plan(path: Path, priority: str) -> tuple[_Rung, ...]:
    plans = _plans_of(path)
    if priority not in plans:
        plans[priority] = _lay_out(path, priority)
    return plans[priority]


def _lay_out(path: Path, priority: str) -> tuple[_Rung, ...]:
    rungs = [
        _rung(path, step, number, priority)
        for step in path.steps
        if step.is_for(priority)
        for number in range(1 + step.repeat)
    ]
    rungs.sort(key=lambda rung: rung.after)  # stable: the order of the path decides between equals
    last = rungs[-1].after if rungs else ZERO
    return (*rungs, _last_rung(path, last + path.fallback_after))


def _rung(path: Path, step: Step, number: int, priority: str) -> _Rung:
    again = f" (reminder {number})" if number else ""
    whom = " and ".join(tell.who.replace("_", " ") for tell in step.tell) or path.fallback.who
    return _Rung(
        step=step.code,
        round=number,
        after=step.due_after(priority) + number * (step.every or ZERO),
        tell=step.tell or (path.fallback,),
        kind=step.kind,
        need=max(1, step.need),
        because=Because(
            clause=f"paths.{path.code}.{step.code}",
            says=f"“{path.name}” tells {whom}{again}. {step.says}".strip(),
        ),
    )


def _last_rung(path: Path, after: timedelta) -> _Rung:
    return _Rung(
        step=FALLBACK,
        round=0,
        after=after,
        tell=(path.fallback,),
        kind=StepKind.HIERARCHICAL,
        need=1,
        because=Because(
            clause=f"paths.{path.code}.{FALLBACK}",
            says=f"Nobody answered “{path.name}”, so its fallback is told.",
        ),
    )


def _no_plans(_path: Path) -> dict[str, tuple[_Rung, ...]]:
    return {}


_plans_of = worked_out_once(_no_plans, kept=256)
