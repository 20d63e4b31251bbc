"""What the frame of every page shows: the instant, the person, what must be seen from anywhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from musterpoint.apps.reporting.waiting import Attention, attention
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
        "strip": SimpleLazyObject(lambda: strip.shown(attention_of(request).strip)),
        "my_count": SimpleLazyObject(lambda: len(attention_of(request).items)),
    }


def attention_of(request: HttpRequest) -> Attention:
    """Return what needs whoever is signed in, asked once a request."""
    found: Attention | None = getattr(request, "attention", None)
    if found is None:
        found = attention(asked.actor(request), at=asked.moment(request))
        request.attention = found  # type: ignore[attr-defined]  # in the head and on the page
    return found
