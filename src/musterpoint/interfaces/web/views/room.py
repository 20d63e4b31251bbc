"""The incident room: the page, and its pieces for whoever watches it live."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from musterpoint.interfaces.web.shown import room as shown


@require_safe
def room(request: HttpRequest, ref: int) -> HttpResponse:
    return render(request, "incidents/room.html", shown.context(request, ref))


@require_safe
def pieces(request: HttpRequest, ref: int) -> HttpResponse:
    return render(request, "incidents/_pieces.html", shown.context(request, ref))
