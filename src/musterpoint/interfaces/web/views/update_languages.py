"""An update in several languages side by side: figures and codes compared, words kept together."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications.queries import updates
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.authority import Action
from musterpoint.domain.updates import text_of
from musterpoint.domain.updates.pieces import chosen_of
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.composing.typed import number as number_in
from musterpoint.interfaces.web.shown.room import incident
from musterpoint.interfaces.web.shown.updates import languages as shown
from musterpoint.interfaces.web.shown.updates.lines import UNDER_WAY
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.draft_update import Composed, draft_update
from musterpoint.usecases.refusals import Refusal

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, ref: int, number: int) -> HttpResponse:
    """Show the words in each language beside the English ones, or keep them."""
    room = incidents.room(asked.actor(request), ref)
    row = updates.of_incident(room.incident.pk).filter(number=number).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return _page(request, room, row)
    if row.state not in UNDER_WAY:
        raise Http404
    typed = _typed(request)
    if asked.text(request, "act") != "keep":
        return _page(request, room, row, typed=typed)
    try:
        draft_update(
            incident_id=room.incident.pk,
            composed=_composed(row, typed),
            number=number,
            revision=number_in(asked.text(request, "revision")),
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        return _page(request, room, row, typed=typed, refusal=refusal)
    messages.success(request, _("The languages are kept. Ask for approval when they are right."))
    return redirect("web:update", ref=room.incident.ref, number=number)


def _typed(request: HttpRequest) -> dict[str, str]:
    found = {
        tag: asked.text(request, f"says_{tag}").replace("\r\n", "\n").strip()
        for tag in request.POST.getlist("tag")
        if _TAG.fullmatch(tag)
    }
    return {tag: says for tag, says in found.items() if says}


def _composed(row: Any, typed: dict[str, str]) -> Composed:
    return Composed(
        audience=row.audience,
        pieces=chosen_of(updates.pieces([row.pk])[row.pk]),
        rule=row.rule,
        template=row.template,
        subject=row.subject,
        next_at=row.next_at,
        is_last=row.is_last,
        translations=typed,
    )


def _page(
    request: HttpRequest,
    room: Room,
    row: Any,
    *,
    typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    pieces = updates.pieces([row.pk])[row.pk]
    spoken = updates.translations([row.pk])[row.pk] if typed is None else typed
    started = shown.started(room.version.strategy.templates.get(row.template), pieces)
    wanted = [tag for tag in (request.POST.get("more", ""),) if _TAG.fullmatch(tag)]
    audience = room.version.strategy.audiences.get(row.audience)
    is_open = row.state in UNDER_WAY and asked.allowed(request, Action.UPDATE)
    sides = shown.sides(text_of(pieces), spoken, started if is_open else {}, wanted)
    context = {
        "nav": "incidents",
        "incident": incident(room),
        "update": {"number": row.number, "audience": audience.name if audience else row.audience},
        "revision": row.revision,
        "text": text_of(pieces),
        "sides": sides,
        "others": [
            (tag, name)
            for tag, name in shown.LANGUAGES.items()
            if tag not in {one["tag"] for one in sides}
        ],
        "is_open": is_open,
        "refusals": answering.words_of(refusal) if refusal else [],
    }
    status = answering.status_of(refusal) if refusal else 200
    return render(request, "updates/languages.html", context, status=status)
