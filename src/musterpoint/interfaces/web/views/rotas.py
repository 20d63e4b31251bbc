"""Who answers now, on every rota."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from musterpoint.apps.rotas import queries
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import rotas as shown


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show who answers on each rota, until when and why, and what lies ahead."""
    at = asked.moment(request)
    running = shown.running(at=at)
    waiting = [row for row in queries.rows().defer("draft", "published") if row.code not in running]
    context = {
        "nav": "rotas",
        "rotas": shown.overview(running.values(), at=at),
        "drafts": [row for row in waiting if row.state == "draft"],
        "retired": [row for row in waiting if row.state == "retired"],
        "days": shown.AHEAD.days,
    }
    return render(request, "rotas/list.html", context)
