"""What the product told somebody, and the button that says it was read."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from musterpoint.apps.notifications import queries
from musterpoint.interfaces.web import asked
from musterpoint.usecases.read_notices import read_notices

MOST = 100


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    messages = queries.unread(asked.person(request), limit=MOST)
    context = {"nav": "notices", "notices": messages, "topic": f"person:{request.user.pk}"}
    template = "notices/_list.html" if asked.is_htmx(request) else "notices/page.html"
    return render(request, template, context)


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    ids = [int(one) for one in request.POST.getlist("notice") if one.isascii() and one.isdigit()]
    read_notices(
        recipient_id=asked.person(request).pk,
        ids=[one for one in ids if one < 2**63],
        at=asked.moment(request),
    )
    return redirect("web:notices")
