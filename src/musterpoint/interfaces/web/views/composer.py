"""The composer: one page to write to every audience of an incident, with a live preview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from musterpoint.apps.communications.queries import updates
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.composing import plan, sheets, typed
from musterpoint.interfaces.web.composing.desk import Writing, desk_of
from musterpoint.interfaces.web.composing.typed import Typed
from musterpoint.interfaces.web.doing import updates as doing
from musterpoint.interfaces.web.shown.room import incident
from musterpoint.interfaces.web.shown.updates import composer as shown
from musterpoint.interfaces.web.shown.updates.lines import UNDER_WAY
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, ref: int) -> HttpResponse:
    """Show the composer, or keep a draft for each audience that was chosen."""
    writing = _opened(request, ref)
    if asked.text(request, "act") not in doing.KEEPS:
        return _page(request, writing)
    if not _said(request, writing).rows:
        return _page(request, writing, refusals=[_("Choose to whom you write.")])
    return _keep(request, writing)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, ref: int, number: int) -> HttpResponse:
    """Show one draft in the composer, or keep its new words."""
    writing = _opened(request, ref, number=number)
    if writing.update is None or writing.update.state not in UNDER_WAY:
        raise Http404
    if asked.text(request, "act") not in doing.KEEPS:
        return _page(request, writing)
    return _keep(request, writing)


@require_POST
def preview(request: HttpRequest, ref: int) -> HttpResponse:
    """Answer what was typed so far with its fields and drafts, for a page that shows them live."""
    number = typed.number(asked.text(request, "number")) or 0
    return render(request, "updates/_live.html", _context(request, _opened(request, ref, number)))


def _opened(request: HttpRequest, ref: int, number: int = 0) -> Writing:
    at, by = asked.moment(request), asked.actor(request)
    room = incidents.room(by, ref)
    by.must(Action.UPDATE)
    desk = desk_of(room, at=at)
    update = updates.of_incident(room.incident.pk).filter(number=number).first() if number else None
    if update is None:
        rows = plan.rows_of(desk.strategy, room, at=at)
        return Writing(room=room, desk=desk, rows=rows)
    rows = {update.audience: plan.row_of_update(desk.strategy, update)}
    return Writing(room=room, desk=desk, rows=rows, update=update)


def _keep(request: HttpRequest, writing: Writing) -> HttpResponse:
    try:
        says = doing.keep(request, writing, _said(request, writing))
    except doing.NotReady as refusal:
        return _page(request, writing, refusals=[_beside(len(refusal.errors))])
    except Refusal as refusal:
        words, status = answering.words_of(refusal), answering.status_of(refusal)
        return _page(request, writing, refusals=words, status=status)
    messages.success(request, says)
    ref = writing.room.incident.ref
    if writing.update is None:
        return redirect("web:updates", ref=ref)
    return redirect("web:update", ref=ref, number=writing.update.number)


def _beside(objections: int) -> str:
    says = ngettext(
        "Nobody was asked yet: %(n)d thing keeps it from leaving. It stands beside the draft, and "
        "your words are still in the form.",
        "Nobody was asked yet: %(n)d things keep it from leaving. They stand beside the draft, and "
        "your words are still in the form.",
        objections,
    )
    return says % {"n": objections}


def _said(request: HttpRequest, writing: Writing) -> Typed:
    rows, desk, kept = writing.rows, writing.desk, writing.update
    fields = plan.fields_in(rows.values())
    if request.method == "POST":
        return typed.read(request.POST, fields=fields, rows=rows)
    pieces = updates.pieces([kept.pk])[kept.pk] if kept else ()
    if kept is not None and typed.chosen_of(pieces):
        about = {"next_at": kept.next_at, "is_final": kept.is_last, "subject": kept.subject}
        return typed.again(pieces, rows=tuple(rows), **about)
    wanted = tuple(one for one in request.GET.getlist("to") if one in rows)
    first = wanted or tuple(rows)[:1]
    names = (rows[one].template for one in first)
    subject = kept.subject if kept else next((one.name for one in names if one), "")
    begun = typed.begun(fields, desk.board.values(), at=desk.at, rows=first, subject=subject)
    facts = updates.in_place_of_wrong(kept) if kept and kept.corrects_id else ()
    return typed.instead(begun, fields, facts)


def _page(
    request: HttpRequest,
    writing: Writing,
    *,
    refusals: Sequence[str] = (),
    status: int = answering.INVALID,
) -> HttpResponse:
    context = _context(request, writing) | {"refusals": refusals}
    return render(request, "updates/compose.html", context, status=status if refusals else 200)


def _context(request: HttpRequest, writing: Writing) -> dict[str, Any]:
    room, desk, rows, update = writing.room, writing.desk, writing.rows, writing.update
    said = _said(request, writing)
    ref = room.incident.ref
    here = reverse("web:update_new", args=[ref])
    if update is not None:
        here = reverse("web:update_edit", args=[ref, update.number])
    return {
        "nav": "incidents",
        "incident": incident(room),
        "policy": room.version,
        "policy_version": room.version.number,
        "update": update,
        "revision": asked.text(request, "revision") or (update.revision if update else ""),
        "is_one": update is not None,
        "here": here,
        **shown.form(rows, said, desk.board, at=desk.at),
        "sheets": [
            sheets.sheet(row, said, desk) for code, row in rows.items() if code in said.rows
        ],
    }
