"""Incidents with a duty whose time runs and for which no timer is armed: nobody would be told."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.domain.states import Status
from musterpoint.domain.timer_kinds import TimerKind

MOST = 100
MOMENT = timedelta(minutes=1)
"""One logged within the last minute is left out: its change may still be under way."""

# The duties that run are few (their index holds no others); each finds its incident and its timer
# by their own keys.
_UNWATCHED = """
SELECT DISTINCT d.incident_id FROM incidents_obligation d
JOIN incidents_incident i ON i.id = d.incident_id
WHERE d.state = 'open' AND d.due_at IS NOT NULL AND coalesce(d.marked, 0) < 100
    AND i.source_system = '' AND i.status <> ALL(%(over)s) AND i.logged_at < %(before)s
    AND NOT EXISTS (
        SELECT FROM timers_timer t WHERE t.kind = %(kind)s AND t.key = d.incident_id::text
            AND t.fired_at IS NULL AND t.cancelled_at IS NULL)
ORDER BY d.incident_id LIMIT %(limit)s
"""


def with_unwatched_duties(*, at: datetime, limit: int = MOST) -> list[int]:
    """Return incidents that are not over, of whose open duties nobody would hear any more."""
    values: dict[str, Any] = {
        "over": [str(Status.CLOSED), str(Status.WITHDRAWN)],
        "before": at - MOMENT,
        "kind": str(TimerKind.DUTY_MARK),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_UNWATCHED, values)
        return [row[0] for row in cursor.fetchall()]
