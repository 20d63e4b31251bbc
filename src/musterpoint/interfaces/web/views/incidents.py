"""All incidents, newest first, and search over them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from musterpoint.apps.incidents import queries
from musterpoint.apps.incidents.queries import Filters, Order
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown import filters, rows

PAGE = 40


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    context = _context(request)
    is_piece = asked.is_htmx(request)
    template = "incidents/_results.html" if is_piece else "incidents/list.html"
    return render(request, template, context)


def _context(request: HttpRequest) -> dict[str, Any]:
    at = asked.moment(request)
    strategy = directory.strategy(at=at).strategy
    names = {code: one.name for code, one in strategy.categories.items()}
    fields = [
        filters.status(request, open_only=False),
        filters.priority(request),
        filters.category(request, names),
        filters.site(request),
    ]
    q = request.GET.get("q", "").strip()[:200]
    cursor = request.GET.get("cursor", "")
    wanted = _wanted(fields, q)
    found = queries.page(
        asked.actor(request), wanted, order=Order.NEWEST, cursor=cursor, limit=PAGE
    )
    path = reverse("web:incidents")
    older = filters.address(path, request.GET, cursor=found.next) if found.next else ""
    return {
        "nav": "incidents",
        "q": q,
        "filters": filters.shown(fields, clear=path),
        "rows": rows.shown(found.rows, strategy),
        "says": _says(len(found.rows), more=bool(found.next or cursor)),
        "guessed": found.guessed,
        "older_url": older,
        "newer_url": filters.address(path, request.GET, cursor="") if cursor else "",
    }


def _wanted(fields: list[dict[str, Any]], q: str) -> Filters:
    chosen = {
        one["name"]: next((o["value"] for o in one["options"] if o["selected"]), "")
        for one in fields
    }
    status = chosen["status"]
    return Filters(
        q=q,
        open=True if status == "open" else None,
        status=(status,) if status and status != "open" else (),
        priority=(chosen["priority"],) if chosen["priority"] else (),
        category=chosen["category"],
        site=chosen["site"],
        imported=False if status == "open" else None,
    )


def _says(count: int, *, more: bool) -> str:
    if more:
        return _("%(n)d shown, newest first") % {"n": count}
    return ngettext("%(n)d found, newest first", "%(n)d found, newest first", count) % {"n": count}
