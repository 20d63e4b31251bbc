"""Answering a call from the link in a message: only a button does, not the opening."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.escalation import answer_links
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation.answer_links import BadLink, ExpiredLink
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import NotFound
from musterpoint.apps.incidents.queries.merged import goes_on_as
from musterpoint.domain.authority import Actor
from musterpoint.domain.states import OPEN, Status
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.views.answering import status_of
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.decline_call import decline_call
from musterpoint.usecases.refusals import Refusal


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the buttons, or take the answer. What was merged is answered where it goes on.

    The secret in the address is what another site would lack, so no cookie is asked for: mail
    programs show pages without them, and a page that tells no referrer sends no origin either.
    """
    at = asked.moment(request)
    try:
        link = answer_links.read(token, at=at)
    except (BadLink, ExpiredLink) as refusal:
        return _page(request, {"says": str(refusal)}, status=410)
    person = accounts.active([link.person_id]).get(link.person_id)
    if person is None:
        raise NotFound
    by = accounts.actor_of(person)
    number = goes_on_as(link.incident_id)
    incident = incidents.brief(by, number)
    context = {
        "incident": incident,
        "name": person.name,
        "was_merged": number != link.incident_id,
    }
    if request.method != "POST":
        return _page(request, context | _asking(incident, link.person_id))
    return _answer(request, by, incident, context)


def _asking(incident: Any, person_id: int) -> dict[str, object]:
    """Return what may be answered: a path that waits for this person, or nobody has yet."""
    waits = escalation.waits_for(incident, person_id=person_id)
    is_called = person_id in escalation.called(incident)
    has_declined = escalation.has_declined(incident, person_id=person_id)
    return {
        "ask": incident.status in OPEN and (waits or incident.status == Status.LOGGED),
        "ask_no": incident.status in OPEN and waits and is_called and not has_declined,
        "has_declined": has_declined,
    }


def _answer(
    request: HttpRequest, by: Actor, incident: Any, context: dict[str, object]
) -> HttpResponse:
    at, is_no = asked.moment(request), request.POST.get("act") == "decline"
    reason = request.POST.get("reason", "")
    try:
        if is_no:
            decline_call(incident_id=incident.pk, reason=reason, by=by, at=at, by_way_of="email")
        else:
            acknowledge_incident(incident_id=incident.pk, by=by, at=at, by_way_of="email")
    except Refusal as refusal:
        asking = _asking(incident, by.person_id or 0) if is_no else {}
        says = {"says": str(refusal), "reason": reason}
        return _page(request, context | asking | says, status=status_of(refusal))
    return _page(request, context | {"declined" if is_no else "done": True})


def _page(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render(request, "answer/page.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
