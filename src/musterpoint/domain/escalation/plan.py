"""A path laid out for one priority: every round of every step in the order of telling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation.state import ZERO, Key, RunState
from musterpoint.domain.policy.document import FALLBACK, Path, Step, StepKind, Tell
from musterpoint.domain.policy.memo import worked_out_once


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
    def key(self) -> Key:
        return self.step, self.round

    @property
    def is_fallback(self) -> bool:
        return self.step == FALLBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One telling of a plan, before anybody knows when the run starts."""

    step: str
    round: int
    after: timedelta
    tell: tuple[Tell, ...]
    kind: StepKind
    need: int
    because: Because

    @property
    def key(self) -> Key:
        return self.step, self.round

    def due_at(self, state: RunState) -> datetime:
        return state.started_at + self.after - state.brought_forward

    def of(self, state: RunState) -> Telling:
        return Telling(
            step=self.step,
            round=self.round,
            due_at=self.due_at(state),
            tell=self.tell,
            kind=self.kind,
            need=self.need,
            because=self.because,
        )


def tellings(path: Path, state: RunState) -> tuple[Telling, ...]:
    """Return the whole run from its start, in the order of telling, the fallback last."""
    return tuple(rung.of(state) for rung in plan_of(path, state.priority))


def plan_of(path: Path, priority: str) -> tuple[Rung, ...]:
    """Return the rungs of a path at one priority, in the order of telling."""
    plans = _plans_of(path)
    if priority not in plans:
        plans[priority] = _lay_out(path, priority)
    return plans[priority]


def reached_steps(path: Path, state: RunState) -> tuple[Rung, ...]:
    """Return the first rounds of the steps that were told, in their order, the fallback apart."""
    reached = {step for step, _ in state.told if step != FALLBACK}
    plan = plan_of(path, state.priority)
    return tuple(rung for rung in plan if rung.round == 0 and rung.step in reached)


def _lay_out(path: Path, priority: str) -> tuple[Rung, ...]:
    rungs = [
        _rung(path, step, number, priority)
        for step in path.steps
        if step.is_for(priority)
        for number in range(1 + step.repeat)
    ]
    rungs.sort(key=lambda rung: rung.after)  # stable: the order of the path decides between equals
    last = rungs[-1].after if rungs else ZERO
    return (*rungs, _last_rung(path, last + path.fallback_after))


def _rung(path: Path, step: Step, number: int, priority: str) -> Rung:
    again = f" (reminder {number})" if number else ""
    whom = " and ".join(tell.who.replace("_", " ") for tell in step.tell) or path.fallback.who
    return Rung(
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


def _last_rung(path: Path, after: timedelta) -> Rung:
    return Rung(
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


def _no_plans(_path: Path) -> dict[str, tuple[Rung, ...]]:
    return {}


_plans_of = worked_out_once(_no_plans, kept=256)
