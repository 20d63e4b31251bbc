"""How one incident is changed: the use case is asked once, then the incident shown anew."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import incident_id, seen_version
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import actor_of
from musterpoint.interfaces.api.shapes import said
from musterpoint.interfaces.api.views import incident as view

CHANGED: dict[Any, Any] = {200: said.IncidentSaid, 204: None}
"""What every change answers. 204 when the change took the incident out of the caller's sight."""


def change(
    request: HttpRequest, ref: str, usecase: Callable[..., Any], **given: Any
) -> HttpResponse:
    """Let ``usecase`` change the incident, unless If-Match names an older version of it."""
    at, actor, pk = clock.now(), actor_of(request), incident_id(ref)
    usecase(incident_id=pk, by=actor, at=at, seen_version=seen_version(request), **given)
    return shown(actor, pk, at=at, was_changed=True)


def shown(actor: Actor, pk: int, *, at: datetime, was_changed: bool = False) -> HttpResponse:
    """Return the incident as it stands, or raise NotFound."""
    try:
        room = incidents.room(actor, pk)
    except incidents.NotFound:
        if was_changed:
            return nothing()
        raise
    progress = escalation.progress(room.incident)
    return answer(view.whole(room, progress, at=at), version=room.incident.version)


def require_seen(request: HttpRequest, present: int) -> None:
    """Raise StaleVersion when If-Match names another version; for what takes no version itself."""
    seen = seen_version(request)
    if seen is not None and seen != present:
        raise StaleVersion(seen=seen, present=present)
