"""Reading a strategy version part by part, finding words in it, and landing on a clause."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.policy.clause_names import UnknownClause
from musterpoint.domain.policy.clauses import clause as clause_of
from musterpoint.domain.policy.numbering import path_of
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown.strategy import pages
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.views import strategy_pages

FIRST = "priority"


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    at = asked.moment(request)
    published = [one for one in policies.versions() if one.number]
    version = _version(request, published, at=at)
    head = _head(version, published, at=at)
    edition = _edition(version, head, at=at)
    context = {"strategy": head, "versions": _versions(published, version, request)}
    return strategy_pages.read(request, edition, first=FIRST, context=context)


@require_safe
def one_clause(request: HttpRequest, version: int, clause: str) -> HttpResponse:
    """Go to where a clause stands; one without a place of its own has a page that shows it."""
    at = asked.moment(request)
    found = policies.in_force_by_number(version, at=at)
    if found is None:
        raise Http404
    try:
        said = clause_of(found.strategy, clause)
    except UnknownClause:
        raise Http404 from None
    edition = _edition(found, {}, at=at)
    address = pages.place_of(edition, clause)
    if address is not None:
        return redirect(address)
    published = [one for one in policies.versions() if one.number]
    context = strategy_pages.framed(edition, "") | {
        "strategy": _head(found, published, at=at),
        "heading": said.title,
        "clause": said,
        "number": pages.number_in(found.strategy, clause),
    }
    return render(request, "strategy/clause.html", context)


@require_safe
def numbered_clause(request: HttpRequest, version: int, number: str) -> HttpResponse:
    """Go to the clause of a number, such as §5.6."""
    found = policies.in_force_by_number(version, at=asked.moment(request))
    if found is None:
        raise Http404
    try:
        path = path_of(found.strategy, number)
    except UnknownClause:
        raise Http404 from None
    return redirect("web:clause", version, path)


def _edition(version: Version, head: dict[str, Any], *, at: datetime) -> Edition:
    return Edition(
        strategy=version.strategy,
        number=version.number,
        in_force=not head.get("superseded_at"),
        on=at.astimezone(ZoneInfo(version.strategy.zone)).date(),
        base=reverse("web:strategy"),
    )


def _version(request: HttpRequest, published: list[Any], *, at: datetime) -> Version:
    wanted = request.GET.get("version", "")
    if not wanted:
        return policies.in_force(at=at)
    found = next((one for one in published if str(one.number) == wanted), None)
    if found is None:
        raise Http404
    return policies.get(found.pk)


def _head(version: Version, published: list[Any], *, at: datetime) -> dict[str, Any]:
    later = [
        one.in_force_from
        for one in published
        if one.number > version.number and one.in_force_from and one.in_force_from <= at
    ]
    return {
        "version": version.number,
        "title": version.title,
        "in_force_since": version.in_force_from,
        "superseded_at": min(later, default=None),
    }


def _versions(published: list[Any], version: Version, request: HttpRequest) -> list[dict[str, Any]]:
    part = request.GET.get("part", FIRST)
    return [
        {
            "label": _("Version %(n)d") % {"n": one.number},
            "url": f"{reverse('web:strategy')}?version={one.number}&part={part}",
            "current": one.number == version.number,
        }
        for one in published[:12]
    ]
