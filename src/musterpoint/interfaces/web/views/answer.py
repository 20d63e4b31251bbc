"""Answering for an incident from the link in a message: only the button does, not the opening."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.escalation import answer_links
from musterpoint.apps.escalation.answer_links import BadLink, ExpiredLink
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import NotFound
from musterpoint.domain.authority import Actor
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.views.answering import status_of
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.refusals import Refusal


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    at = asked.moment(request)
    try:
        link = answer_links.read(token, at=at)
    except (BadLink, ExpiredLink) as refusal:
        return _page(request, {"says": str(refusal)}, status=410)
    person = accounts.active([link.person_id]).get(link.person_id)
    if person is None:
        raise NotFound
    by = accounts.actor_of(person)
    incident = incidents.brief(by, link.incident_id)
    context = {"incident": incident, "name": person.name}
    if request.method != "POST":
        return _page(request, context | {"ask": incident.acknowledged_at is None})
    return _answer(request, by, link.incident_id, context)


def _answer(
    request: HttpRequest, by: Actor, incident_id: int, context: dict[str, object]
) -> HttpResponse:
    try:
        acknowledge_incident(
            incident_id=incident_id, by=by, at=asked.moment(request), by_way_of="email"
        )
    except Refusal as refusal:
        return _page(request, context | {"says": str(refusal)}, status=status_of(refusal))
    return _page(request, context | {"done": True})


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "answer/page.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
