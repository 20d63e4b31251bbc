"""The agent card: what to say now, on the smallest screen; read it, count a customer, undo."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.communications.queries import briefing_reads, briefings
from musterpoint.apps.communications.unknown import NoSuchBriefing
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import card as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.hear_customers import hear_customer, undo_hearing
from musterpoint.usecases.read_briefing import read_briefing
from musterpoint.usecases.refusals import Refusal

LONGEST_NUMBER = 18


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show every open briefing for this agent, or do what a tap asks."""
    if request.method != "POST":
        return render(request, "card/page.html", _context(request))
    try:
        _tap(request)
    except (NoSuchBriefing, NoSuchIncident) as gone:
        return _answer(request, [str(gone)], status=answering.CONFLICT)
    except Refusal as refusal:
        words, status = answering.words_of(refusal), answering.status_of(refusal)
        return _answer(request, words, status=status)
    return _answer(request, []) if asked.is_htmx(request) else redirect("web:card")


@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    """Answer with the live part; the server asks for many at once (``card_live``)."""
    return HttpResponse(_context(request)["pieces"])


def _tap(request: HttpRequest) -> None:
    how: dict[str, Any] = {"by": asked.actor(request), "at": asked.moment(request)}
    name, sep, value = asked.text(request, "tap").partition(":")
    numbers = [_number(one) for one in value.split(":")] if sep else []
    if name == "read" and len(numbers) == 2:
        read_briefing(briefing_id=numbers[0], revision=numbers[1], **how)
    elif name == "heard" and len(numbers) == 1:
        hear_customer(incident_id=numbers[0], **how)
    elif name == "undo" and len(numbers) == 1:
        undo_hearing(vote_id=numbers[0], **how)
    else:
        raise Http404


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER):
        raise Http404
    return int(text)


def _answer(request: HttpRequest, says: list[str], *, status: int = 200) -> HttpResponse:
    context = _context(request) | {"refusals": says}
    template = "card/_answer.html" if asked.is_htmx(request) else "card/page.html"
    return render(request, template, context, status=status)


def _context(request: HttpRequest) -> dict[str, Any]:
    actor, at = asked.actor(request), asked.moment(request)
    told = briefings.for_actor(briefings.open_now(at=at), actor)
    me = asked.person(request).pk
    did = briefing_reads.mine([me], told, at=at)
    mine = {briefing: what for (_person, briefing), what in did.items()}
    return {
        "nav": "card",
        "pieces": shown.pieces(told, mine, votes=asked.allowed(request, Action.VOTE)),
    }
