"""Write calendar addresses: those that go out to people, and those of others that are read."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas.models import CalendarFeed, OutsideCalendar, Rota
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


def outside_of(rota: Rota, layer: str) -> OutsideCalendar | None:
    """Return the outside calendar that feeds a layer of a locked rota, or None."""
    return OutsideCalendar.objects.filter(rota=rota, layer=layer, removed_at=None).first()


def rota_of_outside(calendar_id: int) -> str | None:
    """Return the code of the rota that a calendar feeds, or None: lock that rota first."""
    rows = OutsideCalendar.objects.filter(pk=calendar_id, removed_at=None)
    return rows.values_list("rota__code", flat=True).first()


def outside(rota: Rota, calendar_id: int) -> OutsideCalendar | None:
    """Return an outside calendar of a locked rota that is still read, or None."""
    return OutsideCalendar.objects.filter(rota=rota, pk=calendar_id, removed_at=None).first()


def claim_due(*, at: datetime, every: timedelta, limit: int = 10) -> list[OutsideCalendar]:
    """Take outside calendars that were not tried for ``every``; no other worker takes them now."""
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"at": at, "before": at - every, "limit": limit})
        ids = [row[0] for row in cursor.fetchall()]
    return list(OutsideCalendar.objects.select_related("rota").filter(pk__in=ids).order_by("pk"))


def keep(calendar: OutsideCalendar, **values: Any) -> None:
    """Keep what a try at reading came to; none of it enters the ledger."""
    for name, value in values.items():
        setattr(calendar, name, value)
    calendar.save(update_fields=sorted(values))
