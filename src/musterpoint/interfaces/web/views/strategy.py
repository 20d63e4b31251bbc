"""Reading a strategy version part by part, and landing on a clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.policy.clauses import Clause, UnknownClause, clause
from musterpoint.domain.policy.document import Strategy
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import strategy as shown

PLAIN: dict[str, Callable[[Strategy], dict[str, Any]]] = {
    "priorities": shown.priorities,
    "targets": shown.targets,
    "paths": shown.paths,
    "roles": shown.roles,
    "closing": shown.closing,
}


@require_safe
def read(request: HttpRequest) -> HttpResponse:
    at = asked.moment(request)
    published = [one for one in policies.versions() if one.number]
    version = _version(request, published, at=at)
    part = request.GET.get("part", "priorities")
    context = {
        "nav": "strategy",
        "strategy": _head(version, published, at=at),
        "contents": _contents(version, published, part),
        "heading": shown.PARTS.get(part, ""),
        **_part(request, part, version),
    }
    return render(request, "strategy/reader.html", context)


@require_safe
def one_clause(request: HttpRequest, version: int, clause: str) -> HttpResponse:
    """Go to where a clause stands; one without a place of its own has a page that shows it."""
    found = policies.in_force_by_number(version, at=asked.moment(request))
    if found is None:
        raise Http404
    said = _said(found, clause)
    first, _sep, rest = clause.partition(".")
    if first == "categories" and rest:
        code = rest.partition(".")[0]
        if code in found.strategy.categories and rest == code:
            return redirect(shown.address("category", version, code=code) + f"#{clause}")
    elif first in shown.PART_OF and _has_place(clause):
        return redirect(shown.address(shown.PART_OF[first], version) + f"#{clause}")
    return _clause_page(request, found, said)


def _has_place(name: str) -> bool:
    if name.startswith("major."):
        return name.startswith("major.criteria.")
    return name.partition(".")[0] not in {"calendars", "marks", "hold_reasons", "priorities"}


def _said(version: Version, name: str) -> Clause:
    try:
        return clause(version.strategy, name)
    except UnknownClause:
        raise Http404 from None


def _clause_page(request: HttpRequest, version: Version, found: Clause) -> HttpResponse:
    published = [one for one in policies.versions() if one.number]
    context = {
        "nav": "strategy",
        "strategy": _head(version, published, at=asked.moment(request)),
        "contents": _contents(version, published, ""),
        "heading": found.title,
        "clause": found,
        "part_template": "strategy/_clause.html",
    }
    return render(request, "strategy/reader.html", context)


def _version(request: HttpRequest, published: list[Any], *, at: Any) -> Version:
    wanted = request.GET.get("version", "")
    if not wanted:
        return policies.in_force(at=at)
    found = next((one for one in published if str(one.number) == wanted), None)
    if found is None:
        raise Http404
    return policies.get(found.pk)


def _part(request: HttpRequest, part: str, version: Version) -> dict[str, Any]:
    strategy, number = version.strategy, version.number
    template = {"part_template": f"strategy/_{part}.html"}
    if part in PLAIN:
        return template | PLAIN[part](strategy)
    if part == "categories":
        return template | shown.categories(strategy, number)
    category = strategy.categories.get(request.GET.get("code", ""))
    if part != "category" or category is None:
        raise Http404
    heading = {"heading": category.name}
    return template | heading | shown.category(strategy, category, number)


def _head(version: Version, published: list[Any], *, at: Any) -> dict[str, Any]:
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


def _contents(version: Version, published: list[Any], part: str) -> list[dict[str, Any]]:
    present = "categories" if part == "category" else part
    parts = [
        {"label": label, "url": shown.address(code, version.number), "current": code == present}
        for code, label in shown.PARTS.items()
    ]
    versions = [
        {
            "label": _("Version %(n)d") % {"n": one.number},
            "url": shown.address(part or "priorities", one.number),
            "current": one.number == version.number,
        }
        for one in published[:12]
    ]
    return [{"label": _("Parts"), "links": parts}, {"label": _("Versions"), "links": versions}]
