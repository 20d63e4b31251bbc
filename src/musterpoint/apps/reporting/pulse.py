"""The product's own pulse for every page: is a worker alive, is anything late, what was found.

One statement, small whatever has happened so far. Says nothing of any incident but how many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

SILENT = timedelta(seconds=60)
LATE = timedelta(seconds=60)
MOST = 5

_PULSE = """
SELECT (SELECT max(beat_at) FROM timers_beat),
    (SELECT min(coalesce(retry_at, due_at)) FROM timers_timer
        WHERE fired_at IS NULL AND cancelled_at IS NULL),
    (SELECT count(*) FROM alerts_alert
        WHERE reporter_id IS NULL AND state <> 'resolved' AND incident_id IS NOT NULL),
    ARRAY(SELECT summary FROM alerts_alert
        WHERE reporter_id IS NULL AND state <> 'resolved' AND incident_id IS NULL
        ORDER BY id DESC LIMIT %s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How the product itself is. ``silent_for`` and ``late_by`` are None while all is well.

    ``found`` are the auditor's standing findings about the product, ``left`` how many incidents
    it found without a next step.
    """

    has_ever_beaten: bool
    silent_for: timedelta | None = None
    late_by: timedelta | None = None
    found: tuple[str, ...] = ()
    left: int = 0


def pulse(*, at: datetime) -> Pulse:
    """Return how the product itself is at ``at``."""
    with connection.cursor() as cursor:
        cursor.execute(_PULSE, [MOST])
        beat_at, due_at, left, found = cursor.fetchone()
    silence = at - beat_at if beat_at else None
    late = at - due_at if due_at else None
    return Pulse(
        has_ever_beaten=beat_at is not None,
        silent_for=silence if silence is not None and silence > SILENT else None,
        late_by=late if late is not None and late > LATE else None,
        found=tuple(found),
        left=left,
    )
