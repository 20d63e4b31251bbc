"""How a room answers an action: its pieces to a script, a page or a redirect to a browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import room
from musterpoint.usecases.refusals import Conflict, Refusal

CONFLICT, INVALID = 409, 422


def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer that it was done."""
    if asked.is_htmx(request):
        return _pieces(request, room.context(request, pk), status=200)
    return HttpResponseRedirect(_next_page(request, pk))


def refused(
    request: HttpRequest, pk: int, *says: str, status: int = CONFLICT, **more: Any
) -> HttpResponse:
    """Answer what was refused, with the room as it stands now and what was typed."""
    context = room.context(request, pk, **more) | {"refusals": says}
    context |= {name: more[name] for name in more if name not in {"bound", "typed"}}
    if asked.is_htmx(request):
        return _pieces(request, context, status=status)
    return render(request, "incidents/room.html", context, status=status)


def status_of(refusal: Refusal | StaleVersion) -> int:
    """Return 409 when it does not fit how things stand, 422 when what was typed is wrong."""
    return CONFLICT if isinstance(refusal, Conflict | StaleVersion) else INVALID


def words_of(refusal: Refusal | StaleVersion) -> list[str]:
    """Return each thing that is wrong."""
    if isinstance(refusal, StaleVersion):
        return [str(refusal)]
    return [problem.says for problem in refusal.errors]


def _pieces(request: HttpRequest, context: dict[str, Any], *, status: int) -> HttpResponse:
    messages = render_to_string("layout/_messages.html", context, request)
    pieces = render_to_string("incidents/_pieces.html", context, request)
    return HttpResponse(messages + pieces, status=status)


def _next_page(request: HttpRequest, pk: int) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if wanted.startswith("/") and is_ours else f"/incidents/INC-{pk:06d}/"
