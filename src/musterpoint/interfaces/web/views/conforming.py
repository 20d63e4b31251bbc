"""How the strategy in force answers a framework, and which goal each of its procedures serves."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.reporting import conformity, measures
from musterpoint.domain.conformity import mapped_astray
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import conforming as shown


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show how one framework is answered, all of it or only what is open."""
    at, loaded = asked.moment(request), conformity.loaded()
    code = request.GET.get("framework") or next(iter(loaded.frameworks))
    if code not in loaded.frameworks:
        raise Http404
    version = policies.in_force(at=at)
    found = conformity.standings(loaded.frameworks[code], version, at=at)
    show = request.GET.get("show", "")
    context = {
        "nav": "strategy",
        "framework": loaded.frameworks[code],
        "frameworks": shown.frameworks(loaded.frameworks.values(), chosen=code),
        "shows": shown.shows(code, found, chosen=show),
        "standings": shown.standings(found, version.number, show=show),
        "findings": loaded.findings,
        "astray": mapped_astray(loaded.frameworks[code], version.strategy),
        "version": version.number,
        "at": at,
    }
    return render(request, "conforming/coverage.html", context)


@require_safe
def alignment(request: HttpRequest) -> HttpResponse:
    """Show each goal with what serves it and how it is measured, and what serves none."""
    return render(request, "conforming/alignment.html", {"nav": "strategy"} | _aligned(request))


@require_safe
def alignment_as_csv(request: HttpRequest) -> HttpResponse:
    said = _aligned(request)
    return HttpResponse(
        shown.as_csv(said["goals"], said["unserved"]),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="alignment-v{said["version"]}.csv"'},
    )


def _aligned(request: HttpRequest) -> dict[str, Any]:
    at = asked.moment(request)
    version = policies.in_force(at=at)
    start = measures.since(at=at)
    latest = measures.latest(version.strategy, at=at, start=start)
    return shown.alignment(version, latest) | {"version": version.number, "at": at, "since": start}
