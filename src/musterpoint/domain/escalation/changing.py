"""What a new priority does to a run, and what ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from musterpoint.domain.escalation.answering import move_on
from musterpoint.domain.escalation.plan import plan_of, reached_steps
from musterpoint.domain.escalation.state import RunState, StopReason
from musterpoint.domain.policy.document import Path


def stop(state: RunState, *, reason: StopReason, at: datetime) -> RunState:
    """Return the run stopped; one that is over keeps its first reason."""
    if not state.is_running:
        return state
    return replace(state, stopped_at=at, stopped_because=reason)


def rejoin(path: Path, state: RunState, *, priority: str, at: datetime) -> RunState:
    """Return the run after the priority rose: it never goes back to people already passed.

    A run that had stopped, or told nobody yet, starts again from the first step. One that waits for
    an answer goes on from the step it stands at, which is told anew now, at the new pace. Answers
    so far still count; a no to something milder does not, so whoever declined is called again.
    """
    risen = replace(state, priority=priority)
    steps = reached_steps(path, risen) if state.is_running else ()
    if not steps:
        return RunState(started_at=at, priority=priority)
    present = steps[-1]
    plan = plan_of(path, priority)
    passed = {rung.step for rung in plan if rung.round == 0 and rung.after < present.after}
    return RunState(
        started_at=at - present.after,
        priority=priority,
        superseded=frozenset(rung.key for rung in plan if rung.step in passed),
        answered=dict(state.answered),
    )


def ease(path: Path, state: RunState, *, priority: str, at: datetime) -> RunState:
    """Return the run after the priority fell: who was told stays told, the rest has more time.

    Where nobody is left who could answer, the next step still comes at once.
    """
    return move_on(path, replace(state, priority=priority), at=at)
