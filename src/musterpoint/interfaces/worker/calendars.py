"""Reads the outside calendars that are due: fetch and expand first, then record what they say.

Nothing is fetched inside a transaction. Several workers share the calendars between them.
"""

from __future__ import annotations

import logging
import threading
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.notifications.channels import Undelivered
from musterpoint.apps.notifications.channels.calendar_feed import Unreadable, fetch, read
from musterpoint.apps.rotas.operations import calendars
from musterpoint.domain.authority import system
from musterpoint.interfaces import clock
from musterpoint.usecases.outside_calendar import (
    AHEAD,
    BEFORE,
    record_outside_calendar,
    record_outside_failure,
    record_outside_unchanged,
)

LOOK_SECONDS = 30.0
EVERY = timedelta(minutes=15)
READ_WHOLE_EVERY = timedelta(hours=12)
"""An unchanged calendar still says more as time goes on: its recurrences are written out again."""

logger = logging.getLogger(__name__)


def read_calendars(ending: threading.Event) -> None:
    """Read what is due until the end. A calendar that fails harms no other."""
    while not ending.wait(LOOK_SECONDS):
        try:
            read_due(at=clock.now())
        except Exception:
            logger.exception("Outside calendars could not be looked at; they are tried again")
        connection.close()  # an idle half minute needs none


def read_due(*, at: datetime) -> int:
    """Read the calendars that are due; return how many were tried."""
    due = calendars.claim_due(at=at, every=EVERY)
    for calendar in due:
        try:
            _read(calendar, at=at)
        except (Undelivered, Unreadable) as trouble:
            logger.warning("Outside calendar %s could not be read: %s", calendar.pk, trouble)
            record_outside_failure(calendar_id=calendar.pk, says=str(trouble))
    return len(due)


def _read(calendar: Any, *, at: datetime) -> None:
    is_fresh = calendar.read_at is not None and at - calendar.read_at < READ_WHOLE_EVERY
    fetched = fetch(calendar.url, etag=calendar.etag if is_fresh else "")
    if fetched.content is None:
        record_outside_unchanged(calendar_id=calendar.pk, at=at)
        return
    document = calendar.rota.published or calendar.rota.draft
    said = read(fetched.content, zone=document["zone"], start=at - BEFORE, end=at + AHEAD)
    record_outside_calendar(
        calendar_id=calendar.pk, said=said, etag=fetched.etag, by=system("worker"), at=at
    )
