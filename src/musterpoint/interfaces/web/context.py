"""What the frame of every page shows: the instant, the person, what must be seen from anywhere."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.reporting.pulse import pulse
from musterpoint.apps.reporting.waiting import Attention, attention
from musterpoint.domain.authority import MAY, Role
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown import pulse as pulse_shown
from musterpoint.interfaces.web.shown import strip


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the frame; what costs a statement is asked when it is shown."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        is_sign_in = bool(settings.SAMPLE_PASSWORD) and request.path == reverse(settings.LOGIN_URL)
        return {"demo_people": SimpleLazyObject(_sample_people)} if is_sign_in else {}
    actor = asked.actor(request)
    return {
        "at": asked.moment(request),
        "centre_zone": directory.centre()[1],
        "person": request.user,
        "may": {action.value: not MAY[action].isdisjoint(actor.roles) for action in MAY},
        "strip": SimpleLazyObject(lambda: strip.shown(attention_of(request).strip)),
        "pulse_lines": SimpleLazyObject(lambda: pulse_shown.lines(pulse(at=asked.moment(request)))),
        "my_count": SimpleLazyObject(lambda: len(attention_of(request).items)),
    }


def _sample_people() -> list[dict[str, str]]:
    """One person for each role of the sample centre, for whoever tries the product out."""
    found: dict[str, dict[str, str]] = {}
    for person in accounts.with_roles(Role):
        role = person.roles[0]
        found.setdefault(
            role,
            {
                "name": person.name,
                "role": role.replace("_", " "),
                "email": person.email,
                "password": settings.SAMPLE_PASSWORD,
            },
        )
    first = (Role.INCIDENT_MANAGER, Role.TEAM_LEADER, Role.AGENT)
    order = dict.fromkeys((*first, *Role))
    return [found[role] for role in order if role in found]


def attention_of(request: HttpRequest) -> Attention:
    """Return what needs whoever is signed in, asked once a request."""
    found: Attention | None = getattr(request, "attention", None)
    if found is None:
        found = attention(asked.actor(request), at=asked.moment(request))
        request.attention = found  # type: ignore[attr-defined]  # in the head and on the page
    return found
