"""The timeline on paper and as a file; both equal the ledger."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.ledger import queries as ledger
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import chain, facts, happened
from musterpoint.interfaces.web.shown.room import incident, reader_of
from musterpoint.usecases.export_timeline import Format, export_timeline


@require_safe
def printed(request: HttpRequest, ref: int) -> HttpResponse:
    actor = asked.actor(request)
    room = incidents.room(actor, ref)
    rows = ledger.entries(room.incident.stream)
    reader = reader_of(room, rows, actor=actor)
    bad = chain.fault(rows)
    says = _("The chain was checked: unbroken.") if bad is None else str(bad)
    context = {
        "incident": incident(room),
        "facts": facts.known(room),
        "entries": [happened.entry(row, reader) for row in rows],
        "printed_by": asked.person(request).name,
        "chain": {"says": says},
    }
    return render(request, "incidents/timeline_print.html", context)


@require_safe
def exported(request: HttpRequest, ref: int, form: str) -> HttpResponse:
    if form not in set(Format):
        raise Http404
    file = export_timeline(incident_id=ref, format_=Format(form), by=asked.actor(request))
    disposition = f'attachment; filename="{file.name}"'
    return HttpResponse(
        file.text, content_type=file.content_type, headers={"Content-Disposition": disposition}
    )
