"""Write calendar addresses: those that go out to people, and those of others that are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas.models import CalendarFeed, OutsideCalendar
from musterpoint.apps.rotas.operations.record import Record

_CLAIM = """
UPDATE rotas_outsidecalendar SET tried_at = %(at)s WHERE id IN (
    SELECT id FROM rotas_outsidecalendar
    WHERE removed_at IS NULL AND (tried_at IS NULL OR tried_at <= %(before)s)
    ORDER BY tried_at NULLS FIRST LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def renew_feed(record: Record, person_id: int, *, digest: str) -> None:
    """Make a person's feed, or let a new secret open it in place of the old one."""
    values = {"digest": digest, "made_at": record.at}
    feed = _lock_feed(person_id)
    if feed is None:
        record.add(CalendarFeed(person_id=person_id, **values))
    else:
        record.set(feed, **values)


def drop_feed(record: Record, person_id: int) -> bool:
    """End a person's feed; return whether there was one."""
    feed = _lock_feed(person_id)
    if feed is None:
        return False
    record.remove(feed)
    return True


def _lock_feed(person_id: int) -> CalendarFeed | None:
    """Return a person's feed; their account's row is locked, so that two never make one each."""
    list(Person.objects.select_for_update().filter(pk=person_id).values_list("pk"))
    return CalendarFeed.objects.filter(person=person_id).first()


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
