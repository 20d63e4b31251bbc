"""Coverage and alignment for their pages: words, links to clauses, what is kept of an aim."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting.measures import Latest
from musterpoint.domain.conformity import ClauseStanding, Framework, Status, counted
from musterpoint.domain.policy.aims import Better, Measure
from musterpoint.domain.policy.alignment import (
    Aligned,
    Serving,
    ServingKind,
    goals_without_measure,
    unserved,
)
from musterpoint.domain.policy.alignment import (
    alignment as aligned,
)
from musterpoint.domain.policy.document import Strategy

STATUS = {
    Status.MET: (later("met"), "ok"),
    Status.PARTLY: (later("partly"), "soon"),
    Status.GAP: (later("gap"), "major"),
}
SHOWS: Mapping[str, frozenset[Status]] = {
    "": frozenset(Status),
    "open": frozenset({Status.PARTLY, Status.GAP}),
    "gaps": frozenset({Status.GAP}),
}
KINDS = {
    ServingKind.PATH: later("Path"),
    ServingKind.PLAYBOOK: later("Playbook"),
    ServingKind.TARGET: later("Target"),
    ServingKind.TELLING: later("Communications"),
    ServingKind.EXERCISE: later("Exercise"),
    ServingKind.MEASURE: later("Measure"),
}


def frameworks(known: Iterable[Framework], *, chosen: str) -> list[dict[str, Any]]:
    """Return a link for each framework."""
    return [
        {"label": one.name, "url": _address(one.code, ""), "current": one.code == chosen}
        for one in known
    ]


def shows(code: str, found: Iterable[ClauseStanding], *, chosen: str) -> list[dict[str, Any]]:
    """Return what of a framework can be shown, and how many clauses each shows."""
    counts = counted(found)
    words = {"": _("All"), "open": _("Not met yet"), "gaps": _("Gaps")}
    return [
        {
            "label": words[show],
            "count": sum(counts[status] for status in statuses),
            "url": _address(code, show),
            "current": show == chosen,
        }
        for show, statuses in SHOWS.items()
    ]


def standings(found: Iterable[ClauseStanding], version: int, *, show: str) -> list[dict[str, Any]]:
    """Return the clauses that ``show`` asks for, each artefact with where it can be read."""
    wanted = SHOWS.get(show, SHOWS[""])
    return [
        {
            "clause": one.clause.replace("_", " "),
            "is_number": one.clause[:1].isdigit(),
            "title": one.title,
            "closes": one.closes,
            "status": STATUS[one.status][0],
            "tone": STATUS[one.status][1],
            "artefacts": [
                {
                    "name": each.name,
                    "says": each.says,
                    "tone": STATUS[each.status][1],
                    "status": STATUS[each.status][0],
                    "url": _clause(version, each.clause) if each.status is not Status.GAP else "",
                }
                for each in one.artefacts
            ],
        }
        for one in found
        if one.status in wanted
    ]


def alignment(version: Version, latest: Mapping[str, Latest]) -> dict[str, Any]:
    """Return each goal with what serves it, what serves none, and goals that nothing measures."""
    strategy = version.strategy
    return {
        "goals": [_goal(one, strategy, version.number, latest) for one in aligned(strategy)],
        "unserved": [_serving(one, version.number) for one in unserved(strategy)],
        "unmeasured": [one.name for one in goals_without_measure(strategy)],
    }


def as_csv(goals: Iterable[Mapping[str, Any]], idle: Iterable[Mapping[str, Any]]) -> str:
    """Return a row for every pair of a goal and what serves it; those that serve none come last."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(["goal", "goal_name", "owner", "kind", "clause", "name", "aim", "latest", "of"])
    for goal in goals:
        head = [goal["code"], goal["name"], goal["owner"]]
        for one in (*goal["procedures"], *goal["targets"]):
            table.writerow([*head, one["kind"], one["clause"], _plain(one["name"]), "", "", ""])
        for one in goal["measures"]:
            values = [one["aim"], one["latest"], one["of"]]
            table.writerow([*head, _("Measure"), one["clause"], _plain(one["name"]), *values])
    for one in idle:
        table.writerow(["", "", "", one["kind"], one["clause"], _plain(one["name"]), "", "", ""])
    return file.getvalue()


def _goal(
    one: Aligned, strategy: Strategy, version: int, latest: Mapping[str, Latest]
) -> dict[str, Any]:
    owner = strategy.roles.get(one.goal.owner)
    return {
        "code": one.goal.code,
        "name": one.goal.name,
        "says": one.goal.says,
        "owner": owner.name if owner else one.goal.owner,
        "url": _clause(version, f"goals.{one.goal.code}"),
        "procedures": [_serving(each, version) for each in one.procedures],
        "targets": [_serving(each, version) for each in one.targets],
        "others": [
            {"name": name.replace("_", " ").replace(".", ": "), "url": _clause(version, name)}
            for name in one.others
        ],
        "measures": [_measure(each, latest.get(each.code), version) for each in one.measures],
    }


def _serving(one: Serving, version: int) -> dict[str, Any]:
    return {
        "kind": str(KINDS[one.kind]),
        "name": one.name,
        "clause": one.path,
        "url": _clause(version, one.path),
    }


def _measure(one: Measure, latest: Latest | None, version: int) -> dict[str, Any]:
    kept = latest.keeps(one) if latest else None
    least = _("at least") if one.better is Better.HIGHER else _("at most")
    return {
        "name": one.name,
        "clause": f"measures.{one.code}",
        "url": _clause(version, f"measures.{one.code}"),
        "formula": one.formula,
        "aim": "" if one.aim is None else f"{least} {_number(one.aim)} {one.unit}",
        "latest": _latest(one, latest),
        "is_elsewhere": latest is None,
        "of": latest.of if latest else "",
        "tone": {True: "ok", False: "now", None: ""}[kept],
        "kept": {True: _("kept"), False: _("missed"), None: ""}[kept],
    }


def _latest(one: Measure, latest: Latest | None) -> str:
    if latest is None or latest.value is None:
        return ""
    return f"{_number(latest.value)} {one.unit}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _plain(text: str) -> str:
    """Return the text so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in "=+-@" else text


def _clause(version: int, name: str) -> str:
    return reverse("web:clause", args=[version, name]) if name else ""


def _address(code: str, show: str) -> str:
    asked = {"framework": code} | ({"show": show} if show else {})
    return f"{reverse('web:conformity')}?{urlencode(asked)}"
