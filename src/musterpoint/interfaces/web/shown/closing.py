"""What still stands between an incident and its closing, from what the room has read already."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from musterpoint.apps.incidents.queries import Room
from musterpoint.domain import closing


def guards(room: Room) -> tuple[closing.Guard, ...]:
    """Return everything that is missing, as the closing rule of the incident's strategy says."""
    row, strategy = room.incident, room.version.strategy
    resolved = row.resolved_at
    facts = closing.ClosingFacts(
        status=row.status,
        gravest_priority=row.gravest_priority or row.priority,
        was_major=row.declared_at is not None,
        major_running=row.is_major,
        resolution=row.resolution,
        resolved_by=row.resolved_by.name if row.resolved_by else "",
        resolved_date=resolved.astimezone(ZoneInfo(strategy.zone)).date() if resolved else None,
        verified_by=row.verified_by,
        open_obligations=room.owed,
        distress=row.distress,
        welfare_outcome=row.welfare_outcome,
        review_date=row.review_date,
        risk_review=row.risk_review,
        risk_review_reason=row.risk_review_reason,
        held_roles=tuple(r.code for r in room.roles if r.person_id and r.closed_at is None),
    )
    return closing.guards(strategy, facts)
