"""Correcting facts while others do the same: only changes are sent, and neither loses text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.apps.ledger import queries as ledger
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.doing.doing import Clash, Situation
from musterpoint.interfaces.web.forms.facts import FactsForm
from musterpoint.interfaces.web.shown import happened, labels
from musterpoint.interfaces.web.shown.facts import PLACES, place
from musterpoint.usecases.correct_facts import correct_facts

ANSWERS = {"yes": True, "no": False, "": None}
YES_NO = ("vulnerable_customers", "life_safety", "personal_data", "distress")
PLAIN = ("summary", "nature", "reported_by", "source", "customers_affected", *YES_NO)
TRIES = 3


def present(incident: Any) -> dict[str, Any]:
    """Return the facts as the form takes them."""
    began = incident.began_at
    return {
        **{name: getattr(incident, name) for name in PLAIN},
        **{kind: place(incident, kind) for kind in PLACES},
        "began_at": began.replace(second=0, microsecond=0) if began else None,
    }


def form(now: Situation, data: Any) -> forms.Form:
    """Return the form with the facts as they are now."""
    return FactsForm(data, initial=present(now.room.incident))


def correct(now: Situation, _said: Mapping[str, Any], bound: forms.Form) -> None:
    """Send what was changed, or raise Clash with both texts."""
    changed = [name for name in bound.changed_data if name != "reason"]
    row = now.room.incident
    for _ in range(TRIES):
        theirs = _as_text(FactsForm(initial=present(row)))
        _refuse_to_overwrite(now, bound, changed, theirs)
        try:
            correct_facts(
                incident_id=row.pk,
                by=now.by,
                at=now.at,
                reason=bound.cleaned_data["reason"],
                facts={name: value_of(name, bound.cleaned_data[name]) for name in changed},
                seen_version=row.version,
            )
        except StaleVersion:
            row = incidents.brief(now.by, row.pk)
        else:
            return
    raise StaleVersion(seen=now.room.incident.version, present=row.version)


def value_of(name: str, typed: Any) -> Any:
    """Return a fact as the use case takes it."""
    if name in YES_NO:
        return ANSWERS[typed]
    return None if typed == "" else typed


def conflict(now: Situation, *, theirs: str, mine: str) -> dict[str, Any]:
    """Return both texts, with who was first and when."""
    newest = ledger.newest(now.room.incident.stream, limit=1)[0]
    names = directory.names_of(happened.people_in([newest]))
    return {
        "name": happened.actor_name(newest.actor, names),
        "at": newest.recorded_at,
        "theirs": theirs,
        "mine": mine,
    }


def _refuse_to_overwrite(
    now: Situation, bound: forms.Form, changed: list[str], theirs: Mapping[str, str]
) -> None:
    seen = {name: str(bound.data.get(f"initial-{name}", theirs[name])) for name in theirs}
    mine = {name: _text(bound[name].value()) for name in theirs}
    moved = [n for n in changed if not _same(seen[n], theirs[n]) and not _same(mine[n], theirs[n])]
    if not moved:
        return
    both = conflict(now, theirs=_listed(moved, theirs), mine=_listed(moved, mine))
    data = dict(bound.data.items())
    for name, value in theirs.items():
        data[f"initial-{name}"] = value
        if name not in changed:
            data[name] = value
    raise Clash(both, FactsForm(data, initial=bound.initial))


def _as_text(unbound: forms.Form) -> dict[str, str]:
    return {name: _text(unbound[name].value()) for name in unbound.fields if name != "reason"}


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _same(one: str, other: str) -> bool:
    """Browsers send line ends their own way."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def _listed(names: list[str], values: Mapping[str, str]) -> str:
    return "; ".join(f"{labels.label(labels.FACT, n)}: {values[n] or '–'}" for n in names)
