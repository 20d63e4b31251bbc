"""Somebody's turns as an iCalendar file: rota, layer, from when to when, and nothing else.

The same turns make the same bytes: a calendar program may ask as often as it likes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.rotas.queries import MyTurn

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Musterpoint//On call//EN"
ASK_AGAIN = timedelta(hours=1)


def as_calendar(turns: Sequence[MyTurn], *, changed_at: datetime) -> bytes:
    """Return the turns as a calendar that was last changed at ``changed_at``."""
    from icalendar import Calendar  # noqa: PLC0415  # heavy, and few requests need it

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("On call"))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    for mine in turns:
        calendar.add_component(_event(mine, changed_at))
    return bytes(calendar.to_ical())


def _event(mine: MyTurn, changed_at: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415  # as above

    turn = mine.turn
    start = turn.start.astimezone(UTC)
    event = Event()
    host = urlsplit(settings.BASE_URL).hostname or "musterpoint"
    event.add("uid", f"{mine.rota}.{turn.layer}.{start:%Y%m%dT%H%M%S}.{turn.person}@{host}")
    event.add("dtstamp", changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", turn.end.astimezone(UTC))
    names = {"rota": mine.rota_name, "layer": mine.layer_name}
    event.add("summary", _("On call: %(rota)s (%(layer)s)") % names)
    event.add("url", address_of(f"/rotas/{mine.rota}/"))
    return event
