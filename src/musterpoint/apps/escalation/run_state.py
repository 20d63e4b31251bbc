"""A run's rows as the value that ``domain.escalation`` decides on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from musterpoint.apps.escalation.models import Acknowledgement, Decline, Run, Telling
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.escalation import RunState, StopReason
from musterpoint.domain.policy.document import Path, Strategy

RUNNING = "running"
ACKNOWLEDGED = "acknowledged"
EXHAUSTED = "exhausted"
STOPPED = "stopped"

TOLD = "told"
SUPERSEDED = "superseded"
SKIPPED = "skipped"


def state_of(
    run: Run,
    tellings: Iterable[Telling],
    answers: Iterable[Acknowledgement] = (),
    declines: Iterable[Decline] = (),
) -> RunState:
    """Return where the run stands by its rows."""
    rows = list(tellings)
    is_over = run.state in (ACKNOWLEDGED, STOPPED)
    return RunState(
        started_at=run.started_at,
        priority=run.priority,
        told={(t.step, t.round): t.told_at for t in rows if t.state == TOLD and t.told_at},
        reached={(t.step, t.round): reached_by(t.told) for t in rows if t.state == TOLD},
        superseded=frozenset((t.step, t.round) for t in rows if t.state == SUPERSEDED),
        skipped=frozenset((t.step, t.round) for t in rows if t.state == SKIPPED),
        answered={str(a.person_id): a.at for a in answers},
        declined={str(d.person_id): d.at for d in declines},
        brought_forward=run.brought_forward,
        stopped_at=run.ended_at if is_over else None,
        stopped_because=StopReason.ACKNOWLEDGED if run.state == ACKNOWLEDGED else None,
    )


def reached_by(told: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return the people among ``told`` who can answer."""
    return frozenset(str(one["person"]) for one in told if "person" in one)


def strategy_of(run: Run) -> Strategy:
    """Return the strategy that the run was started under and keeps to."""
    return policies.get(run.strategy_id).strategy


def path_of(run: Run) -> Path:
    """Return the frozen path of a run."""
    return strategy_of(run).paths[run.path]


def part_name(run_id: int) -> str:
    """Return what the ledger calls a run."""
    return f"run:{run_id}"


def decline_name(run_id: int, person_id: int) -> str:
    """Return what the ledger calls one person's no."""
    return f"decline:{run_id}:{person_id}"


def telling_name(run_id: int, step: str, number: int) -> str:
    """Return what the ledger calls one round of one step of a run."""
    return f"telling:{run_id}:{step}:{number}"
