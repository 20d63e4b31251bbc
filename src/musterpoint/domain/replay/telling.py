"""Whom a path would have told, and when, until the instant at which somebody really answered.

The rules are those of a live run (``domain.escalation``), walked once from its start. Everybody
whom a step names counts as there: who was on duty then is not on record for every past.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from musterpoint.domain.escalation.plan import Rung, plan_of
from musterpoint.domain.escalation.state import ZERO, Key
from musterpoint.domain.policy.document import Path, Step, Strategy
from musterpoint.domain.priority import rises
from musterpoint.domain.replay.outcome import Told


@dataclass(frozen=True, slots=True)
class Pull:
    """From ``at`` on, this path at this priority."""

    at: datetime
    path: Path
    priority: str


@dataclass(slots=True)
class _Run:
    """A run as it goes; ``passed`` are the rounds that are told, superseded or left out."""

    path: Path
    priority: str
    started_at: datetime
    passed: set[Key] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    brought_forward: timedelta = ZERO

    @property
    def plan(self) -> tuple[Rung, ...]:
        return plan_of(self.path, self.priority)

    @property
    def is_exhausted(self) -> bool:
        return self.plan[-1].key in self.passed

    def take(self, rungs: Iterable[Rung]) -> None:
        """Pass these rounds: told, or replaced by a newer round that is told with them."""
        for rung in rungs:
            self.passed.add(rung.key)
            self.begun.add(rung.step)

    def due_at(self, rung: Rung) -> datetime:
        return self.started_at + rung.after - self.brought_forward


def tell(
    strategy: Strategy, pulls: Sequence[Pull], *, until: datetime
) -> tuple[tuple[Told, ...], bool]:
    """Return the tellings before ``until``, and whether the path was at its end by then."""
    first = pulls[0]
    run = _Run(first.path, first.priority, first.at)
    told: list[Told] = []
    for place, pull in enumerate(pulls):
        if pull.at >= until:
            break
        if place:
            run = _changed(strategy, run, pull)
        ahead = pulls[place + 1].at if place + 1 < len(pulls) else until
        told += _walk(strategy, run, since=pull.at, until=min(ahead, until))
    return tuple(told), run.is_exhausted


def _walk(strategy: Strategy, run: _Run, *, since: datetime, until: datetime) -> Iterator[Told]:
    """Yield what is told from ``since`` on, instant by instant, as a live run takes its turns."""
    steps = _conditional(run.path)
    for rung in run.plan:
        if rung.key in run.passed:
            continue
        due_at = run.due_at(rung)
        at = max(since, due_at)
        if at >= until:
            return
        since = at
        if due_at == at and not steps:  # nothing is overdue, and nothing can be left out
            run.take((rung,))
            yield Told(at, rung, run.priority)
            continue
        for one in _turn(strategy, run, steps, at):
            yield Told(at, one, run.priority)


def _turn(
    strategy: Strategy, run: _Run, steps: Mapping[str, Step], at: datetime
) -> tuple[Rung, ...]:
    """Return what is told at ``at``: of each step the newest round, unless it is left out."""
    while True:
        due = [one for one in run.plan if one.key not in run.passed and run.due_at(one) <= at]
        newest = {one.step: one for one in due}
        out = next((step for step in newest if _is_left_out(strategy, steps.get(step), at)), None)
        if out is None:
            run.take(due)
            return tuple(one for one in due if newest[one.step] is one)
        _leave_out(run, newest[out], at)


def _is_left_out(strategy: Strategy, step: Step | None, at: datetime) -> bool:
    return step is not None and not step.is_told_at(strategy.calendars, at)


def _leave_out(run: _Run, rung: Rung, at: datetime) -> None:
    """Leave a step out with all its rounds; the next one, and all after it, come that much sooner.

    ``at`` is when it would have been told.
    """
    run.passed |= {one.key for one in run.plan if one.step == rung.step}
    for one in run.plan:
        if one.round == 0 and one.step not in run.begun and one.key not in run.passed:
            run.brought_forward += max(ZERO, run.due_at(one) - at)
            return


def _changed(strategy: Strategy, run: _Run, pull: Pull) -> _Run:
    """Return the run after a new priority: a graver one rejoins, a milder one has more time."""
    if pull.path.code != run.path.code:
        return _Run(pull.path, pull.priority, pull.at)
    if pull.priority == run.priority:
        return run
    if not rises(strategy, old=run.priority, new=pull.priority):
        run.priority = pull.priority
        return run
    plan = plan_of(pull.path, pull.priority)
    reached = [one for one in plan if one.round == 0 and one.step in run.begun - {plan[-1].step}]
    if not reached:
        return _Run(pull.path, pull.priority, pull.at)
    present = reached[-1]
    passed = {one.step for one in plan if one.round == 0 and one.after < present.after}
    started_at = pull.at - present.after
    keys = {one.key for one in plan if one.step in passed}
    return _Run(pull.path, pull.priority, started_at, passed=keys)


def _conditional(path: Path) -> dict[str, Step]:
    return {step.code: step for step in path.steps if step.hours}
