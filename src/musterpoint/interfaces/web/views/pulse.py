"""How the product itself is: its workers, what is late, what its auditor found, what is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from musterpoint.apps.alerts import queries as alerts
from musterpoint.apps.notifications import queries as notifications
from musterpoint.apps.reporting.pulse import SILENT
from musterpoint.apps.reporting.pulse import pulse as pulse_at
from musterpoint.apps.timers import queries as timers
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import pulse as shown

MOST_OVER = 20
MOST_STANDING = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    at = asked.moment(request)
    person = asked.person(request)
    lag, outbox = timers.lag(at=at), notifications.outbox(at=at)
    context = {
        "nav": "pulse",
        "lines": shown.lines(pulse_at(at=at)),
        "standing": alerts.about_ourselves(person, limit=MOST_STANDING),
        "over": alerts.about_ourselves(person, standing=False, limit=MOST_OVER),
        "workers": [_worker(beat, at) for beat in timers.beats()],
        "lag": lag,
        "late_by": shown.minutes(lag.oldest) if lag.oldest else "",
        "outbox": outbox,
        "oldest_message": shown.minutes(outbox.oldest) if outbox.oldest else "",
    }
    return render(request, "pulse/page.html", context)


def _worker(beat: Any, at: datetime) -> dict[str, Any]:
    """Return one worker as the page shows it; ``beat`` is a row of ``timers.queries.beats``."""
    return {
        "name": beat.worker,
        "since": beat.started_at,
        "seen": beat.beat_at,
        "is_silent": at - beat.beat_at > SILENT,
        "apart": round(beat.database_ahead.total_seconds(), 1),
    }
