"""Exercises and training as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.support import queries as support
from musterpoint.domain.authority import Action
from musterpoint.domain.competence import Competence, Standing
from musterpoint.domain.competence import competence as standing_of
from musterpoint.domain.exercise_programme import Due, Year
from musterpoint.interfaces.web import asked

_TONES = {
    Standing.VALID: "ok",
    Standing.LAPSES_SOON: "soon",
    Standing.LAPSED: "now",
    Standing.NEVER: "soon",
}


def programme(version: Version, due: Iterable[Due]) -> list[dict[str, Any]]:
    """Return each exercise with where it stands."""
    return [
        {
            "name": version.strategy.exercises[one.code].name,
            "says": version.strategy.exercises[one.code].says,
            "kind": version.strategy.exercises[one.code].kind.value.replace("_", " "),
            "last": one.last,
            "due_on": one.due_on,
            "overdue": one.is_overdue,
            "url": reverse("web:clause", args=[version.number, f"exercises.{one.code}"]),
        }
        for one in due
    ]


def years(found: Iterable[Year]) -> list[dict[str, Any]]:
    """Return how the exercises of each year went, the newest year first."""
    rows = [
        {"year": str(one.year), "held": one.held, "share": f"{one.share_met:.0%}"} for one in found
    ]
    return rows[::-1]


def actions(rows: Iterable[Any], *, request: HttpRequest, on: date) -> list[dict[str, Any]]:
    """Return what is to be done, and whether this person may say that it is."""
    keeps, person = asked.allowed(request, Action.KEEP_RECORDS), asked.person(request)
    return [
        {"row": row, "overdue": row.due_on < on, "may": keeps or row.owner_id == person.pk}
        for row in rows
    ]


def competence(version: Version, *, on: date) -> dict[str, Any]:
    """Return who stands where with each training that one of their roles asks for."""
    strategy = version.strategy
    holders = organisation.holders_of(strategy.roles)
    people = {one.pk: one.name for found in holders.values() for one in found}
    roles: dict[int, list[str]] = {}
    for role, found in holders.items():
        for one in found:
            roles.setdefault(one.pk, []).append(role)
    learnt = support.learnt(people)
    rows = [
        {
            "name": name,
            "roles": [strategy.roles[role].name for role in roles[pk] if role in strategy.roles],
            "asked": [
                _cell(training.name, standing_of(training, learnt.get(pk, {}).get(code, ()), on=on))
                for code, training in strategy.training.items()
                if not set(training.roles).isdisjoint(roles[pk])
            ],
        }
        for pk, name in sorted(people.items(), key=lambda each: each[1])
    ]
    return {"rows": rows, "newest": support.newest(), "trainings": strategy.training}


def _cell(name: str, one: Competence) -> dict[str, Any]:
    words = {
        Standing.VALID: _("counts"),
        Standing.LAPSES_SOON: _("lapses soon"),
        Standing.LAPSED: _("lapsed"),
        Standing.NEVER: _("not recorded"),
    }
    return {
        "name": name,
        "standing": words[one.standing],
        "tone": _TONES[one.standing],
        "until": one.until,
    }
