"""Take one's turns into one's own calendar: an address nobody can guess, shown once.

A new address ends the old one at once.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts.tokens import digest
from musterpoint.apps.rotas.operations import Record, calendars
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import person_of


class NoFeed(Conflict):
    """There is no address to end."""

    def __init__(self) -> None:
        super().__init__(Problem(field="feed", says="You have no calendar address."))


@transaction.atomic
def renew_calendar_feed(*, by: Actor, at: datetime) -> str:
    """Make one's calendar address, in place of any older one, and return its secret part.

    The address is ``/calendars/<secret>.ics``. Only a digest is kept.
    """
    by.must(Action.ARRANGE_TURNS)
    person_id = person_of(by)
    secret = secrets.token_urlsafe(32)
    record = Record(at=at, actor=by.key)
    calendars.renew_feed(record, person_id, digest=digest(secret))
    record.enter("calendar_feed_made", stream=f"person:{person_id}")
    return secret


@transaction.atomic
def drop_calendar_feed(*, by: Actor, at: datetime) -> None:
    """End one's calendar address. Raises NoFeed."""
    by.must(Action.ARRANGE_TURNS)
    person_id = person_of(by)
    record = Record(at=at, actor=by.key)
    if not calendars.drop_feed(record, person_id):
        raise NoFeed
    record.enter("calendar_feed_dropped", stream=f"person:{person_id}")
