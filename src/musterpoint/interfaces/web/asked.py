"""Who asks, when, and in which way: read once from a request."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest, QueryDict

from musterpoint.apps.accounts import queries as accounts
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.interfaces import clock


def moment(request: HttpRequest) -> datetime:
    """Return the one instant of this request."""
    found: datetime | None = getattr(request, "moment", None)
    if found is None:
        found = clock.now()
        request.moment = found  # type: ignore[attr-defined]  # one instant a request
    return found


def person(request: HttpRequest) -> Any:
    """Return who is signed in."""
    return cast(Any, request.user)


def actor(request: HttpRequest) -> Actor:
    """Return who is signed in, as the one who acts."""
    found: Actor | None = getattr(request, "actor", None)
    if found is None:
        found = accounts.actor_of(person(request))
        request.actor = found  # type: ignore[attr-defined]  # asked many times a page
    return found


def allowed(request: HttpRequest, action: Action) -> bool:
    """Return whether who is signed in may do this."""
    return may(actor(request).roles, action)


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form sent, even an empty one; None when the page is only asked for."""
    return request.POST if request.method == "POST" else None


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script of the page asks for pieces, not the browser for a page."""
    return request.headers.get("HX-Request") == "true"


def text(request: HttpRequest, name: str) -> str:
    """Return what a form's field says, without what no database takes."""
    return request.POST.get(name, "").replace("\x00", "")
