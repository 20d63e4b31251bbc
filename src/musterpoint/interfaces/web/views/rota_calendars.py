"""The outside calendars of a rota: which address feeds a layer, and how its reading goes.

An address may hold a key, so a page shows the place it leads to and no more.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.rota_calendars import CalendarForm
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.outside_calendar import keep_outside_calendar, remove_outside_calendar
from musterpoint.usecases.refusals import Refusal

ACTS = frozenset({"keep", "remove"})


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the outside layers of a rota, or keep or remove the calendar of one."""
    asked.actor(request).must(Action.PLAN_ROTA)
    try:
        row = queries.row(code)
    except NoSuchRota as refusal:
        raise Http404 from refusal
    if request.method != "POST":
        return render(request, "rotas/calendars.html", _context(row))
    layer, act = asked.text(request, "layer"), asked.text(request, "act")
    if layer not in queries.outside_layers(row) or act not in ACTS:
        raise Http404
    form = CalendarForm(request.POST, prefix=layer)
    try:
        says = _remove(request, code, layer) if act == "remove" else _keep(request, code, form)
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        context = _context(row, {layer: form})
        return render(request, "rotas/calendars.html", context, status=answering.status_of(refusal))
    if not says:
        context = _context(row, {layer: form})
        return render(request, "rotas/calendars.html", context, status=answering.INVALID)
    messages.success(request, says)
    return redirect("web:rota_calendars", code=code)


def _keep(request: HttpRequest, code: str, form: CalendarForm) -> str:
    """Keep an address and say so; nothing when the form says what is wrong."""
    if not form.is_valid():
        return ""
    keep_outside_calendar(
        code=code,
        layer=str(form.prefix),
        url=form.cleaned_data["url"],
        by=asked.actor(request),
        at=asked.moment(request),
    )
    return _("Kept. It is read within a minute, and then every quarter of an hour.")


def _remove(request: HttpRequest, code: str, layer: str) -> str:
    remove_outside_calendar(
        code=code, layer=layer, by=asked.actor(request), at=asked.moment(request)
    )
    return _("It is read no longer. The layer has nobody.")


def _context(row: Any, sent: dict[str, CalendarForm] | None = None) -> dict[str, Any]:
    known = {one.layer: one for one in queries.outside_calendars([row.code])}
    return {
        "nav": "rotas",
        "row": row,
        "layers": [
            {
                "code": code,
                "name": name,
                "calendar": known.get(code),
                "place": _place(known.get(code)),
                "form": (sent or {}).get(code) or CalendarForm(prefix=code),
            }
            for code, name in queries.outside_layers(row).items()
        ],
    }


def _place(calendar: Any) -> str:
    return "" if calendar is None else str(urlsplit(calendar.url).hostname or "")
