"""One person's turns for their own calendar program, at an address that only they were shown.

Whoever knows the address reads when they are on call and nothing about any incident.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from musterpoint.apps.rotas import queries
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown.turns_as_calendar import as_calendar

BEFORE = timedelta(days=1)
AHEAD = timedelta(days=90)
LONGEST_SECRET = 100
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Answer the turns from yesterday to ninety days ahead; 304 while nothing has changed."""
    person_id = queries.feed_owner(secret) if len(secret) <= LONGEST_SECRET else None
    if person_id is None:
        raise Http404
    today = _midnight(asked.moment(request))
    turns = queries.my_turns(person_id, start=today - BEFORE, end=today + AHEAD)
    content = as_calendar(turns, changed_at=queries.changed_at() or BEGINNING)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    return response if found is None else found


def _midnight(at: datetime) -> datetime:
    """Return when this day began in the centre's zone, so that a day's answers are all alike."""
    wall = ZoneInfo(directory.centre()[1])
    return datetime.combine(at.astimezone(wall).date(), time(), tzinfo=wall).astimezone(UTC)
