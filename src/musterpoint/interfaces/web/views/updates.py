"""The updates of an incident: what is owed, each of them with its receipts, what is done next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications.queries import updates
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.authority import Action
from musterpoint.domain.states import OPEN
from musterpoint.domain.updates import Piece, text_of
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.composing import sheets
from musterpoint.interfaces.web.composing.desk import desk_of
from musterpoint.interfaces.web.composing.plan import row_of_update
from musterpoint.interfaces.web.doing import updates as doing
from musterpoint.interfaces.web.shown.room import incident
from musterpoint.interfaces.web.shown.updates import lines, receipts
from musterpoint.interfaces.web.shown.updates import one as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.composing import objections as judged
from musterpoint.usecases.refusals import Refusal

BEGINS = 120


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest, ref: int) -> HttpResponse:
    """Show every update of an incident, and who is owed one; or say that nothing is new."""
    room = incidents.room(asked.actor(request), ref)
    if request.method != "POST":
        return _list(request, room)
    try:
        messages.success(request, doing.say_nothing_new(request, room.incident.pk))
    except Refusal as refusal:
        return _list(request, room, refusal)
    return redirect("web:updates", ref=room.incident.ref)


def _list(request: HttpRequest, room: Room, refusal: Refusal | None = None) -> HttpResponse:
    at = asked.moment(request)
    rows = list(updates.of_incident(room.incident.pk))
    ids = [one.pk for one in rows]
    words, counts = updates.pieces(ids), updates.reached(ids)
    corrected = {one.corrects_id: one.number for one in rows if one.corrects_id}
    is_open = room.incident.status in OPEN
    context = {
        **_about(room),
        "live_url": reverse("web:updates", args=[room.incident.ref]),
        "at": at,
        "audiences": lines.audiences(room, rows, at=at) if is_open else [],
        "written": [
            _line(one, room, words[one.pk], corrected.get(one.pk))
            | {"reached": receipts.summary(counts[one.pk])}
            for one in reversed(rows)
        ],
        "may_update": is_open and asked.allowed(request, Action.UPDATE),
    }
    if refusal is not None:
        context["refusals"] = answering.words_of(refusal)
        status = answering.status_of(refusal)
        return render(request, "updates/list.html", context, status=status)
    template = "updates/_list.html" if asked.is_htmx(request) else "updates/list.html"
    return render(request, template, context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, ref: int, number: int) -> HttpResponse:
    """Show one update, or do with it what its page asks and come back."""
    room = incidents.room(asked.actor(request), ref)
    row = _row(room, number)
    if request.method != "POST":
        template = "updates/_one.html" if asked.is_htmx(request) else "updates/one.html"
        return render(request, template, _context(request, room, row))
    act = asked.text(request, "act")
    if act not in doing.ACTS:
        raise Http404
    call = {
        "incident_id": room.incident.pk,
        "number": number,
        "by": asked.actor(request),
        "at": asked.moment(request),
    }
    try:
        messages.success(request, doing.ACTS[act](request, call))
    except Refusal as refusal:
        context = _context(request, room, _row(room, number))
        context["refusals"] = answering.words_of(refusal)
        return render(request, "updates/one.html", context, status=answering.status_of(refusal))
    return redirect("web:update", ref=room.incident.ref, number=number)


def _row(room: Room, number: int) -> Any:
    found = updates.of_incident(room.incident.pk).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _about(room: Room) -> dict[str, Any]:
    return {
        "nav": "incidents",
        "incident": incident(room),
        "topic": f"incident:{room.incident.pk}",
        "policy": room.version,
        "policy_version": room.version.number,
    }


def _line(
    row: Any, room: Room, pieces: Iterable[Piece], corrected_by: int | None
) -> dict[str, Any]:
    text = text_of(tuple(pieces))
    return {
        **shown.head(row, room, corrected_by=corrected_by),
        "begins": text if len(text) <= BEGINS else f"{text[:BEGINS].rstrip()}…",
        "at": row.sent_at or row.approved_at or row.composed_at,
        "by": (row.sent_by or row.composed_by).name if row.sent_by or row.composed_by else "",
    }


def _context(request: HttpRequest, room: Room, row: Any) -> dict[str, Any]:
    at, by, ref = asked.moment(request), asked.actor(request), room.incident.ref
    desk = desk_of(room, at=at)
    pieces = updates.pieces([row.pk])[row.pk]
    correction = row.corrected_by.order_by("-number").first()
    row.incident = room.incident
    objections = judged(row, at=at) if row.state in lines.UNDER_WAY else ()
    found = receipts.receipts(updates.deliveries(row.pk))
    sheet = sheets.kept(
        row_of_update(desk.strategy, row), pieces, objections, desk, subject=row.subject
    )
    return {
        **_about(room),
        "live_url": reverse("web:update", args=[ref, row.number]),
        "at": at,
        "update": shown.head(row, room, corrected_by=correction.number if correction else None),
        "sheet": sheet,
        "receipts": found,
        "reached": receipts.summary(Counter(one["state"] for one in found)),
        "translations": list(updates.translations([row.pk])[row.pk]),
        "may_work": asked.allowed(request, Action.WORK),
        "acts": shown.acts(row, by, ref, correction=correction, is_second=sheet["is_second"]),
        "may_correct": row.state == "sent" and asked.allowed(request, Action.UPDATE),
        "may_send_back": row.state in ("approval", "approved") and by.person_id not in row.hands,
    }
