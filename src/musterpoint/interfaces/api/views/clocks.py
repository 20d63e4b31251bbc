"""Clocks as JSON: as they were written, or as they stand now with the sum behind them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.apps.incidents.operations import clock_events
from musterpoint.domain.clocks import Line
from musterpoint.domain.policy.document import Strategy


def written(clock: Any) -> dict[str, Any]:
    """Return a clock as its row says."""
    return {
        "kind": clock.kind,
        "cycle": clock.cycle,
        "state": clock.state,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "met_at": clock.met_at,
        "breached_at": clock.breached_at,
        "target_seconds": int(clock.target.total_seconds()),
        "calendar": clock.calendar,
    }


def with_sum(clock: Any, strategy: Strategy, *, at: datetime) -> dict[str, Any]:
    """Return a clock as it stands at ``at``, and every line of its arithmetic."""
    stands = clock_events.standing(clock, strategy=strategy, at=at)
    return {
        "kind": clock.kind,
        "cycle": clock.cycle,
        "state": str(stands.state),
        "started_at": stands.started_at,
        "due_at": stands.due_at,
        "met_at": stands.met_at,
        "breached_at": stands.breached_at,
        "target_seconds": int(stands.target.total_seconds()),
        "calendar": stands.course.calendar.name,
        "spent_seconds": stands.spent.total_seconds(),
        "remaining_seconds": stands.remaining.total_seconds(),
        "held_seconds": stands.held.total_seconds(),
        "why": [_line(line) for line in stands.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": str(line.kind),
        "start": line.start,
        "end": line.end,
        "seconds": None if line.span is None else line.span.total_seconds(),
        "total_seconds": line.total.total_seconds(),
        "event": str(line.event.kind) if line.event else None,
        "reason": line.event.reason if line.event else "",
    }
