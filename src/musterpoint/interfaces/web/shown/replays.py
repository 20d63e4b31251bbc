"""What a replay came to, side by side: the strategy tried, the one beside it, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.policies import drafts, queries
from musterpoint.apps.policies import named as strategies
from musterpoint.apps.policies.named import DEFAULT, DRAFT, IN_FORCE
from musterpoint.domain.policy.draft_states import OVER
from musterpoint.interfaces.web.shown import jobs as shown_jobs
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.replay_charts import load, people

Choices = list[tuple[str, str]]


def choices(*, at: datetime) -> tuple[Choices, Choices]:
    """Return what can be tried, and what can stand beside it; the first of each is the usual."""
    versions = [
        (f"v{row.number}", _("Version %(n)s: %(title)s") % {"n": row.number, "title": row.title})
        for row in queries.versions()
        if row.number
    ]
    open_drafts = [
        (f"{DRAFT}{one.pk}", _("Draft %(n)s: %(title)s") % {"n": one.pk, "title": one.title})
        for one in drafts.listed()
        if one.state not in OVER
    ]
    shipped = [(DEFAULT, _("The strategy that ships with Musterpoint"))]
    nothing = [("", _("Nothing"))]
    in_force = [(IN_FORCE, _("What is in force"))] if _is_any_in_force(at) else []
    policies = [*open_drafts, *versions, *shipped]
    return policies, [*in_force, *versions, *open_drafts, *shipped, *nothing]


def usual(beside: Choices) -> str:
    """Return what stands beside a draft unless somebody says otherwise."""
    return beside[0][0]


def asked_for(job: Any) -> dict[str, Any]:
    """Return what a replay was asked for, in words and links."""
    asked = job.arguments
    return {
        "policy": name_of(asked["policy"]),
        "policy_code": asked["policy"],
        "draft": _draft_of(asked["policy"]),
        "against": name_of(asked["against"]) if asked["against"] else "",
        "since": _instant(asked["from"]),
        "until": _instant(asked["to"]),
    }


def _draft_of(code: str) -> int | None:
    """Return the number of the draft that was replayed, if it was one."""
    kind, _, number = code.partition(":")
    return int(number) if kind == "draft" and number.isdecimal() else None


def row(job: Any) -> dict[str, Any]:
    """Return one replay as a line of the list."""
    figures = job.result or {}
    changes = figures.get("priority_changes", {})
    moved = changes.get("from_against", changes.get("from_happened", {}))
    return {
        "job": job,
        **shown_jobs.told(job),
        "asked": asked_for(job),
        "incidents": figures.get("incidents"),
        "moved": sum(sum(one.values()) for one in moved.values()) if figures else None,
    }


def name_of(name: str) -> str:
    """Return what people call a strategy."""
    if name.startswith(DRAFT):
        return _("Draft %(n)s") % {"n": name.removeprefix(DRAFT)}
    if name == DEFAULT:
        return _("Shipped strategy")
    return _("Version %(n)s") % {"n": name.removeprefix("v")}


def is_stale(figures: Mapping[str, Any]) -> bool:
    """Return whether the draft that was replayed reads otherwise by now."""
    policy = figures["policy"]
    if not policy["name"].startswith(DRAFT):
        return False
    number = int(policy["name"].removeprefix(DRAFT))
    try:
        return bool(drafts.draft(number).digest != policy["digest"])
    except drafts.NoSuchDraft:
        return True


def names(figures: Mapping[str, Any]) -> dict[str, str]:
    """Return ``tried`` and ``beside``, the names that head the columns."""
    against = figures["against"]
    return {
        "tried": name_of(figures["policy"]["name"]),
        "beside": name_of(against["name"]) if against else "",
    }


def result(figures: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables and charts of a result."""
    sides = figures["sides"]
    policy, against, happened = sides["policy"], sides.get("against"), sides["happened"]
    return {
        **names(figures),
        "figures": figures,
        "policy": policy,
        "groups": [
            {"name": _("Priority"), "lines": _priorities(policy, against, happened)},
            {"name": _("Clocks that run out"), "lines": _clocks(policy, against, happened)},
            {"name": _("Calls"), "lines": _calls(policy, against, happened)},
        ],
        "matrices": _matrices(figures),
        "duties": _duties(policy, against, figures["names"]),
        "people": people(policy, against, figures["names"]),
        "load": load(policy, against),
    }


def _priorities(policy: Any, against: Any, happened: Any) -> list[dict[str, Any]]:
    codes = sorted(
        {*policy["priorities"], *(against or policy)["priorities"], *happened["priorities"]}
    )
    return [
        _line(
            code,
            policy["priorities"].get(code, 0),
            against and against["priorities"].get(code, 0),
            happened["priorities"].get(code, 0),
            priority=code,
        )
        for code in codes
    ]


def _clocks(policy: Any, against: Any, happened: Any) -> list[dict[str, Any]]:
    kinds = [kind for kind in labels.CLOCK if kind in policy["clocks"]]
    return [
        _line(
            str(labels.CLOCK[kind]),
            _breached(policy, kind),
            against and _breached(against, kind),
            _breached(happened, kind),
            of=policy["clocks"][kind]["judged"],
            good_when="fewer",
        )
        for kind in kinds
    ]


def _breached(side: Any, kind: str) -> int | None:
    return side["clocks"][kind]["breached"] if kind in side["clocks"] else None


def _calls(policy: Any, against: Any, happened: Any) -> list[dict[str, Any]]:
    measures = {
        "tellings": _("Calls before anybody answered"),
        "at_night": _("Of these, at night and waking somebody"),
        "unanswered": _("Alarms nobody would answer"),
    }
    return [
        _line(
            says,
            policy[name],
            against and against[name],
            happened.get(name) if happened.get("own") else None,
            good_when="fewer",
            own=happened.get("own"),
        )
        for name, says in measures.items()
    ]


def _line(
    name: str,
    tried: int | None,
    beside: int | None,
    happened: int | None,
    **more: Any,
) -> dict[str, Any]:
    change = None if beside is None or tried is None else tried - beside
    tone = ""
    if change and more.get("good_when") == "fewer":
        tone = "ok" if change < 0 else "soon"
    return {
        "name": name,
        "tried": tried,
        "beside": beside,
        "happened": happened,
        "change": change,
        "tone": tone,
        **more,
    }


def _matrices(figures: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return how many incidents went from which priority to which, as tables."""
    against = figures["against"]
    known = {
        "from_against": _("From %(name)s") % {"name": name_of(against["name"])} if against else "",
        "from_happened": _("From what really happened"),
    }
    changes = figures["priority_changes"]
    return [
        {
            "code": name.removeprefix("from_"),
            "name": says,
            "columns": _columns(changes[name]),
            "rows": _cells(changes[name]),
            "total": sum(sum(one.values()) for one in changes[name].values()),
        }
        for name, says in known.items()
        if name in changes
    ]


def _columns(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    return sorted({new for row_ in counts.values() for new in row_})


def _cells(counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    columns = _columns(counts)
    return [
        {"old": old, "cells": [{"new": new, "count": counts[old].get(new, 0)} for new in columns]}
        for old in sorted(counts)
    ]


def _duties(policy: Any, against: Any, known: Mapping[str, str]) -> Sequence[dict[str, Any]]:
    codes = sorted({*policy["duties"], *(against or policy)["duties"]})
    return [
        _line(
            known.get(f"duty:{code}", code.replace("_", " ")),
            policy["duties"].get(code, 0),
            against and against["duties"].get(code, 0),
            None,
        )
        for code in codes
    ]


def _is_any_in_force(at: datetime) -> bool:
    try:
        strategies.named(IN_FORCE, at=at)
    except queries.NoStrategyInForce:
        return False
    return True


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def page_of(number: int) -> str:
    """Return the address of one replay, such as an approval cites it."""
    return reverse("web:replay", args=[number])
