"""What the frame of every page shows: the instant, the person, what must be seen from anywhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from musterpoint.apps.reporting import waiting
from musterpoint.domain.authority import MAY
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown import strip


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame; what costs a statement is asked when it is shown."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    actor = asked.actor(request)
    return {
        "at": asked.moment(request),
        "centre_zone": directory.centre()[1],
        "person": request.user,
        "may": {action.value: not MAY[action].isdisjoint(actor.roles) for action in MAY},
        "strip": SimpleLazyObject(lambda: strip.shown(actor, at=asked.moment(request))),
        "my_count": SimpleLazyObject(lambda: len(waiting_for(request))),
    }


def waiting_for(request: HttpRequest) -> list[waiting.Item]:
    """Return what waits for whoever is signed in, asked once a request."""
    found: list[waiting.Item] | None = getattr(request, "waiting", None)
    if found is None:
        found = waiting.items(asked.actor(request), at=asked.moment(request))
        request.waiting = found  # type: ignore[attr-defined]  # shown in the head and on the page
    return found
