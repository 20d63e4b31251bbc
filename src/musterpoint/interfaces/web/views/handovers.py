"""Handovers: what waits for me, what I gave, one of them to accept, decline or withdraw."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.queries import handing
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import handovers as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.accept_handover import accept_items, decline_items
from musterpoint.usecases.offer_handover import withdraw_handover
from musterpoint.usecases.refusals import Refusal

MOST = 60


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show what waits for whoever is signed in, their own, and what was before."""
    actor = asked.actor(request)
    rows = handing.listed(handing.visible(actor), limit=MOST)
    me = actor.person_id
    waiting = [r for r in rows if r.state == "offered" and r.receiver_id == me]
    mine = [r for r in rows if r.state in {"draft", "offered"} and r.giver_id == me]
    others = [r for r in rows if r not in waiting and r not in mine]
    context = {
        "nav": "handovers",
        "topic": f"person:{me}",
        "live_url": request.path,
        "to_accept": shown.listed(waiting),
        "given": shown.listed(mine),
        "before": shown.listed(others),
        "in_hand": len(handing.in_hands_of(actor)),
    }
    template = "handovers/_lists.html" if asked.is_htmx(request) else "handovers/list.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one handover; a sent form accepts, declines or withdraws."""
    actor = asked.actor(request)
    whole = handing.whole(actor, number)
    if whole.row.state == "draft":
        return redirect("web:handover_draft", number=number)
    if request.method != "POST":
        return _page(request, number)
    actor.must(Action.NOTE)
    try:
        _act(request, number)
    except Refusal as refusal:
        words, status = answering.words_of(refusal), answering.status_of(refusal)
        return _page(request, number, refusals=words, status=status)
    except NoSuchIncident as refusal:
        return _page(request, number, refusals=[str(refusal)], status=answering.CONFLICT)
    return redirect("web:handover", number=number)


def _act(request: HttpRequest, number: int) -> None:
    how: dict[str, Any] = {
        "handover_id": number, "by": asked.actor(request), "at": asked.moment(request)
    }  # fmt: skip
    act = asked.text(request, "act")
    if act == "accept":
        passed = accept_items(**how, numbers=_numbers(request))
        words = ngettext("%(n)d item is yours now.", "%(n)d items are yours now.", passed)
        messages.success(request, words % {"n": passed})
    elif act == "decline":
        reason = asked.text(request, "reason")
        decline_items(**how, numbers=_numbers(request), reason=reason)
        messages.success(request, _("Declined. The giver has been told."))
    elif act == "withdraw":
        withdraw_handover(**how, reason=asked.text(request, "reason"))
        messages.success(request, _("Withdrawn. What was not accepted stays with you."))
    else:
        raise Http404


def _numbers(request: HttpRequest) -> list[int]:
    typed = request.POST.getlist("item")
    return [int(one) for one in typed if one.isascii() and one.isdigit() and len(one) < 6]


def _page(
    request: HttpRequest, number: int, *, refusals: list[str] | None = None, status: int = 200
) -> HttpResponse:
    actor = asked.actor(request)
    whole = handing.whole(actor, number)
    head = shown.head(whole)
    is_open = head["state"] == "offered"
    context = {
        "nav": "handovers",
        "handover": head,
        "sheets": [shown.sheet(each) for each in whole.sheets],
        "may_settle": is_open and whole.row.receiver_id == actor.person_id,
        "may_withdraw": is_open and whole.row.giver_id == actor.person_id,
        "refusals": refusals or [],
        "typed": asked.text(request, "reason"),
        "chosen": set(_numbers(request)),
    }
    return render(request, "handovers/one.html", context, status=status)
