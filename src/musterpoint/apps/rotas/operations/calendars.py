"""Write calendar addresses: those that go out to people, and those of others that are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.rotas.models import CalendarFeed, OutsideCalendar

_CLAIM = """
UPDATE rotas_outsidecalendar SET tried_at = %(at)s WHERE id IN (
    SELECT id FROM rotas_outsidecalendar
    WHERE removed_at IS NULL AND (tried_at IS NULL OR tried_at <= %(before)s)
    ORDER BY tried_at NULLS FIRST LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def lock_feed(person_id: int, *, digest: str, at: datetime) -> tuple[CalendarFeed, bool]:
    """Return a person's locked feed, and whether it was made just now with ``digest``."""
    defaults = {"digest": digest, "made_at": at}
    return CalendarFeed.objects.select_for_update().get_or_create(
        person_id=person_id, defaults=defaults
    )


def lock_outside(calendar_id: int) -> OutsideCalendar | None:
    """Lock and return an outside calendar that is still read, or None."""
    return (
        OutsideCalendar.objects.select_for_update(of=("self",))
        .select_related("rota")
        .filter(pk=calendar_id, removed_at=None)
        .first()
    )


def claim_due(*, at: datetime, every: timedelta, limit: int = 10) -> list[OutsideCalendar]:
    """Take outside calendars that were not tried for ``every``; no other worker takes them now."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "before": at - every, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
    return list(OutsideCalendar.objects.filter(pk__in=ids).order_by("pk"))


def keep_reading(
    calendar: OutsideCalendar,
    *,
    spans: Sequence[dict[str, Any]],
    unmatched: Sequence[str],
    etag: str,
    at: datetime,
) -> None:
    """Keep what was read of a locked calendar."""
    calendar.spans, calendar.unmatched = list(spans), list(unmatched)
    calendar.etag, calendar.fetched_at, calendar.last_error = etag, at, ""
    calendar.save(update_fields=["spans", "unmatched", "etag", "fetched_at", "last_error"])
