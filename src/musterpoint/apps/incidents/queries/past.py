"""What is on record of imported incidents: enough to go on with their history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.ledger import queries as ledger
from musterpoint.domain.history import EMPTY_STATE, Past, Point
from musterpoint.domain.ledger import instant

_POINT = ("status", "hold_reason", "priority")


def pasts(incidents: Iterable[Incident]) -> dict[int, Past]:
    """Return the past of each incident, by its id; one read of the ledger for all."""
    rows = {incident.stream: incident for incident in incidents}
    digests: dict[str, set[str]] = {stream: set() for stream in rows}
    points: dict[str, list[Point]] = {stream: [] for stream in rows}
    present: dict[str, dict[str, str]] = {stream: {} for stream in rows}
    for entry in ledger.entries_of(list(rows)):
        if "row" in entry.data:
            digests[entry.stream].add(entry.data["row"])
        state = present[entry.stream]
        for change in entry.data.get("changes", ()):
            if change["of"] == "incident" and change["field"] in _POINT:
                state[change["field"]] = change["new"] or ""
        if entry.kind != "imported_late":
            points[entry.stream].append(_point(entry.at, state))
    return {row.pk: _past(row, digests[stream], points[stream]) for stream, row in rows.items()}


def _point(at: datetime, state: dict[str, str]) -> Point:
    return Point(
        at=at,
        status=state.get("status", ""),
        hold_reason=state.get("hold_reason", ""),
        priority=state.get("priority", ""),
    )


def _past(row: Incident, digests: set[str], points: list[Point]) -> Past:
    facts = dict(row.source_facts)
    summary: dict[str, Any] = facts.pop("history", {})
    return Past(
        state={name: _plain(getattr(row, name)) for name in EMPTY_STATE},
        facts=facts,
        summary=summary,
        digests=frozenset(digests),
        points=tuple(points),
    )


def _plain(value: Any) -> Any:
    return instant(value) if isinstance(value, datetime) else value
