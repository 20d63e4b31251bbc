"""Rounds of rating for their pages: what there is to judge, and how far people agree."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.policies import scenario_texts
from musterpoint.apps.policies.ratings import Measured
from musterpoint.domain.agreement import Agreement, Reading
from musterpoint.domain.policy.document import Strategy

FIELDS = {
    "category": later("Category"),
    "impact": later("Impact"),
    "urgency": later("Urgency"),
    "priority": later("Priority"),
}
READINGS = {
    Reading.RELIABLE: (later("reliable"), "ok"),
    Reading.TENTATIVE: (later("tentative"), "soon"),
    Reading.UNCLEAR: (later("not clear enough"), "major"),
}
FACTS_OF_A_STORY = 3


def stories() -> str:
    """Return the shipped scenarios as short stories to begin with."""
    told = []
    for one in scenario_texts.shipped():
        facts = "; ".join(inject.fact for inject in one.timeline[:FACTS_OF_A_STORY])
        told.append(f"{one.title}. So far: {facts}.")
    return "\n\n".join(told)


def judging(strategy: Strategy) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen for one case, with the words of the strategy."""
    empty = ("", _("Choose"))
    impacts = [(level.code, f"{level.code} {level.name}") for level in strategy.impact]
    urgencies = [(level.code, f"{level.code} {level.name}") for level in strategy.urgency]
    categories = [(one.code, one.name) for one in strategy.categories.values()]
    return {
        "category": [empty, *categories],
        "impact": [empty, *impacts],
        "urgency": [empty, *urgencies],
    }


def results(row: Any, found: tuple[Measured, ...]) -> list[dict[str, Any]]:
    """Return each field with its coefficients, their reading, and what to word better."""
    number = row.strategy[1:] if row.strategy[:1] == "v" and row.strategy[1:].isdecimal() else ""
    return [_field(one, number) for one in found]


def _field(one: Measured, number: str) -> dict[str, Any]:
    reading = one.alpha.reading
    label, tone = READINGS[reading] if reading else (_("no value"), "")
    return {
        "name": FIELDS[one.field],
        "alpha": _value(one.alpha),
        "why": one.alpha.why,
        "interval": _("%.2f to %.2f") % one.interval if one.interval else "",
        "kappa": _value(one.kappa),
        "reading": label,
        "tone": tone,
        "cases": one.alpha.cases,
        "ratings": one.alpha.ratings,
        "confusions": one.confusions,
        "to_improve": [
            {
                "code": level.code,
                "name": level.name,
                "says": level.says,
                "url": reverse("web:clause", args=[int(number), f"{one.field}.{level.code}"])
                if number
                else "",
            }
            for level in one.to_improve or ()
        ],
    }


def _value(one: Agreement) -> str:
    return "" if one.value is None else f"{one.value:.2f}"
