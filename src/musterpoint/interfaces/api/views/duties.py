"""Duties as JSON: how each stands, and the sum behind its due instant."""

from __future__ import annotations

from typing import Any

from musterpoint.apps.incidents.operations import duties
from musterpoint.apps.incidents.queries import Room
from musterpoint.apps.incidents.queries.one import Duty
from musterpoint.domain import obligations as rules
from musterpoint.domain.decisions import Because
from musterpoint.domain.obligations import Due, Line
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Obligation


def owed(row: Duty, room: Room) -> dict[str, Any]:
    """Return one duty of the incident."""
    strategy = room.version.strategy
    rule = strategy.obligations.get(row.code)
    due = _due(row, rule, strategy)
    names = (
        "code", "state", "reason", "settled_at", "settled_by", "strength", "anchor_at",
        "anchor_reason", "anchor_set_at", "anchor_set_by", "due_at",
    )  # fmt: skip
    return {
        **{name: getattr(row, name) for name in names},
        **_of_rule(rule),
        "provisional": row.is_provisional,
        "house_due_at": due.house_at if due else None,
        "because": _because(row, rule, room) if rule else [],
        "why": [_line(line) for line in due.lines] if due else [],
    }


def not_ours(room: Room) -> list[dict[str, Any]]:
    """Return the duties that the category names and whose clocks did not start, and why."""
    if room.incident.source_system:
        return []
    return [
        {
            "code": one.rule.code,
            "name": one.rule.name or one.rule.says,
            "because": _clauses(one.decision.because),
        }
        for one in duties.owed(room.incident, room.version.strategy)
        if not one.is_ours
    ]


def _of_rule(rule: Obligation | None) -> dict[str, str]:
    if rule is None:
        names = ("name", "kind", "says", "notify", "within", "confidence", "anchor")
        return dict.fromkeys(names, "")
    return {
        "name": rule.name,
        "kind": str(rule.kind),
        "says": rule.says,
        "notify": rule.notify,
        "within": rule.within,
        "confidence": str(rule.confidence),
        "anchor": rule.anchor,
    }


def _due(row: Duty, rule: Obligation | None, strategy: Strategy) -> Due | None:
    if rule is None or row.anchor_at is None:
        return None
    return rules.anchored(strategy, rule, row.anchor_at)


def _because(row: Duty, rule: Obligation, room: Room) -> list[dict[str, str]]:
    strategy = room.version.strategy
    on = rules.day_of(strategy, row.anchor_at or room.incident.logged_at)
    return _clauses(rules.applies(rule, we_are=strategy.we_are, on=on).because)


def _clauses(because: tuple[Because, ...]) -> list[dict[str, str]]:
    return [{"clause": each.clause, "says": each.says} for each in because]


def _line(line: Line) -> dict[str, Any]:
    return {
        "kind": str(line.kind),
        "at": line.at,
        "start": line.start,
        "end": line.end,
        "count": line.count,
        "seconds": None if line.span is None else line.span.total_seconds(),
    }
