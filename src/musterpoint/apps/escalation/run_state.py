"""A run's rows as the value that ``domain.escalation`` decides on."""

from __future__ import annotations

from collections.abc import Iterable

from musterpoint.apps.escalation.models import Acknowledgement, Run, Telling
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.escalation import RunState, StopReason
from musterpoint.domain.policy.document import Path, Strategy

RUNNING = "running"
ACKNOWLEDGED = "acknowledged"
EXHAUSTED = "exhausted"
STOPPED = "stopped"

TOLD = "told"
SUPERSEDED = "superseded"


def state_of(
    run: Run, tellings: Iterable[Telling], answers: Iterable[Acknowledgement] = ()
) -> RunState:
    """Return where the run stands by its rows."""
    rows = list(tellings)
    is_over = run.state in (ACKNOWLEDGED, STOPPED)
    return RunState(
        started_at=run.started_at,
        priority=run.priority,
        told={(t.step, t.round): t.told_at for t in rows if t.state == TOLD and t.told_at},
        superseded=frozenset((t.step, t.round) for t in rows if t.state == SUPERSEDED),
        answered={str(a.person_id): a.at for a in answers},
        stopped_at=run.ended_at if is_over else None,
        stopped_because=StopReason.ACKNOWLEDGED if run.state == ACKNOWLEDGED else None,
    )


def strategy_of(run: Run) -> Strategy:
    """Return the strategy that the run was started under and keeps to."""
    return policies.get(run.strategy_id).strategy


def path_of(run: Run) -> Path:
    """Return the frozen path of a run."""
    return strategy_of(run).paths[run.path]


def part_name(run_id: int) -> str:
    """Return what the ledger calls a run."""
    return f"run:{run_id}"


def telling_name(run_id: int, step: str, number: int) -> str:
    """Return what the ledger calls one round of one step of a run."""
    return f"telling:{run_id}:{step}:{number}"
