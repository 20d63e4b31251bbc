"""Drafting a handover: choose what, look at what was written, edit it, offer it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.incidents.queries import handing, visible_to_actor
from musterpoint.apps.incidents.queries.page import rows_of
from musterpoint.apps.incidents.queries.words import pk_in
from musterpoint.domain.authority import Action
from musterpoint.domain.handover import Form
from musterpoint.domain.handover_summary import LONGEST
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown import handovers as shown
from musterpoint.interfaces.web.shown import rows
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.offer_handover import offer_handover
from musterpoint.usecases.prepare_handover import (
    discard_handover,
    edit_handover,
    prepare_handover,
)
from musterpoint.usecases.preview_handover import Standing, preview_handover
from musterpoint.usecases.refusals import Refusal

LONGEST_WAIT = 12 * 60


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose incidents and a form; a sent form drafts the handover."""
    by = asked.actor(request)
    by.must(Action.NOTE)
    in_hand = handing.in_hands_of(by)
    refusals: list[str] = []
    status = 200
    if request.method == "POST":
        chosen = [pk for pk in map(pk_in, request.POST.getlist("incident")) if pk is not None]
        is_shift = asked.text(request, "scope") == "shift" or set(chosen) == set(in_hand)
        try:
            made = prepare_handover(
                by=by,
                at=asked.moment(request),
                form=asked.text(request, "form") or Form.SBAR,
                incident_ids=None if is_shift and in_hand else chosen,
            )
        except Refusal as refusal:
            refusals, status = answering.words_of(refusal), answering.status_of(refusal)
        else:
            return redirect("web:handover_draft", number=made)
    wanted = pk_in(request.GET.get("incident", "")) if request.method != "POST" else None
    context = _choosing(request, in_hand, wanted) | {"refusals": refusals}
    return render(request, "handovers/new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show a draft beside how things stand; a sent form saves, writes anew, offers or discards."""
    by = asked.actor(request)
    by.must(Action.NOTE)
    whole = handing.whole(by, number)
    if whole.row.state != "draft":
        return redirect("web:handover", number=number)
    if request.method != "POST":
        return _page(request, number)
    try:
        return _act(request, number, by)
    except Refusal as refusal:
        words, status = answering.words_of(refusal), answering.status_of(refusal)
        return _page(request, number, refusals=words, status=status)


def _choosing(request: HttpRequest, in_hand: Sequence[int], wanted: int | None) -> dict[str, Any]:
    by = asked.actor(request)
    found = rows_of(visible_to_actor(by).filter(pk__in=in_hand).order_by("priority", "pk"))
    strategy = directory.strategy(at=asked.moment(request)).strategy
    listed = rows.shown(found, strategy)
    for row in listed:
        row["is_chosen"] = wanted in (None, row["id"])
    form = request.POST.get("form", Form.SBAR)
    return {
        "nav": "handovers",
        "rows": listed,
        "forms": [
            {"value": str(value), "label": label, "chosen": value == form}
            for value, label in shown.FORMS.items()
        ],
    }


def _act(request: HttpRequest, number: int, by: Any) -> HttpResponse:
    at, act = asked.moment(request), asked.text(request, "act")
    if act == "discard":
        discard_handover(handover_id=number, by=by)
        messages.success(request, _("The draft is gone. Nothing was handed over."))
        return redirect("web:handovers")
    if act not in {"save", "anew", "offer"}:
        raise Http404
    standings = preview_handover(handing.whole(by, number), giver=by)
    said = {pk: _typed(request, one) for pk, one in _by_incident(standings).items()}
    edit_handover(
        handover_id=number,
        by=by,
        at=at,
        form=asked.text(request, "form") or None,
        summaries={pk: one["summary"] for pk, one in said.items() if one},
        extra={pk: one["extra"] for pk, one in said.items() if one},
        left_out={pk: one["left_out"] for pk, one in said.items() if one},
        anew=act == "anew",
    )
    if act != "offer":
        messages.success(request, _("Written anew.") if act == "anew" else _("Saved."))
        return redirect("web:handover_draft", number=number)
    offer_handover(
        handover_id=number,
        receiver_id=_number(request, "receiver"),
        by=by,
        at=at,
        within=timedelta(minutes=min(_number(request, "within"), 2 * LONGEST_WAIT)),
        seen={
            pk: _number(request, f"seen_{one.room.incident.ref}")
            for pk, one in _by_incident(standings).items()
        },
    )
    messages.success(request, _("Offered. It stays with you until it is accepted."))
    return redirect("web:handover", number=number)


def _by_incident(standings: Sequence[Standing]) -> dict[int, Standing]:
    return {one.room.incident.pk: one for one in standings}


def _typed(request: HttpRequest, one: Standing) -> dict[str, Any]:
    """Return what the form says of one incident; nothing when it did not show it."""
    ref = one.room.incident.ref
    if f"summary_{ref}" not in request.POST:
        return {}
    chosen = set(request.POST.getlist(f"item_{ref}"))
    shown_parts = set(request.POST.getlist(f"there_{ref}"))
    return {
        "summary": asked.text(request, f"summary_{ref}").replace("\r\n", "\n").strip(),
        "extra": asked.text(request, f"extra_{ref}").splitlines(),
        "left_out": sorted(shown_parts - chosen),
    }


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0


def _page(
    request: HttpRequest, number: int, *, refusals: list[str] | None = None, status: int = 200
) -> HttpResponse:
    by = asked.actor(request)
    whole = handing.whole(by, number)
    standings = preview_handover(whole, giver=by)
    is_sent = request.method == "POST"
    sheets = [
        shown.draft_sheet(one, typed=_typed(request, one) if is_sent else None) for one in standings
    ]
    changed = sum(len(one["changes"]) for one in sheets)
    form = request.POST.get("form", whole.row.form)
    context = {
        "nav": "handovers",
        "handover": shown.head(whole),
        "sheets": sheets,
        "changed": changed,
        "most": LONGEST,
        "colleagues": shown.colleagues(standings, by),
        "receiver": _number(request, "receiver"),
        "within": _number(request, "within") or 15,
        "waits": shown.WAITS,
        "forms": [
            {"value": str(value), "label": label, "chosen": value == form}
            for value, label in shown.FORMS.items()
        ],
        "refusals": refusals or [],
    }
    return render(request, "handovers/draft.html", context, status=status)
