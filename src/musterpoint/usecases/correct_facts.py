"""Fill the gaps of an incident and correct its facts; old and new values stay on the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record, clocks
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.states import OPEN
from musterpoint.usecases.assess_incident import open_roles, rejudge
from musterpoint.usecases.log_incident import CLOCKS_DIFFER_BY
from musterpoint.usecases.refusals import Problem, refuse_if

PLACES = ("service", "site", "queue", "account")
TEXTS = {"summary": 300, "nature": 20_000, "reported_by": 120, "source": 40}
ANSWERS = ("vulnerable_customers", "life_safety", "personal_data", "distress")
FACTS = (*TEXTS, *PLACES, *ANSWERS, "began_at", "customers_affected", "other_sites")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    name: str
    value: Any


@transaction.atomic
def correct_facts(
    *,
    incident_id: int,
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
    reason: str = "",
    seen_version: int | None = None,
) -> int:
    """Set the facts given (None takes one back, except for the summary) and judge afresh if need be.

    A correction of when it began moves the restore clock and keeps the old start. Raises Refusal
    that names each fact, StaleVersion when somebody changed the incident since ``seen_version``.
    """
    by.must(Action.NOTE)
    refuse_if(_problems(facts, at=at))
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    record = Record(incident, at=at, actor=by.key)
    record.enter("facts_corrected", reason=reason.strip())
    before = (incident.began_at, _for_priority(incident))
    for name, value in facts.items():
        _set(record, _Fact(name=name, value=value))
    if incident.status in OPEN:
        _follow(record, before, reason=reason.strip())
    record.keep()
    return incident.pk


def _follow(
    record: Record, before: tuple[datetime | None, tuple[object, ...]], *, reason: str
) -> None:
    """Let clocks, roles and priority follow the new facts of an open incident."""
    incident = record.incident
    strategy = policies.get(incident.strategy_id).strategy
    if incident.began_at != before[0]:
        began_at = incident.began_at or incident.logged_at
        clocks.correct_start(record, began_at=began_at, reason=reason)
    open_roles(record, strategy)
    if _for_priority(incident) != before[1]:
        rejudge(record, reason=reason)
    if strategy.reassess.on_new_facts:
        record.set(reassess_reason="The facts have changed since the last assessment.")


def _set(record: Record, fact: _Fact) -> None:
    if fact.name in PLACES:
        name = (fact.value or "").strip()
        places = organisation.find(**{fact.name: name})
        known = getattr(places, fact.name)
        record.set(**{f"{fact.name}_id": known, f"{fact.name}_named": "" if known else name[:120]})
    elif fact.name in TEXTS:
        record.set(**{fact.name: (fact.value or "").strip()})
    elif fact.name == "distress":
        record.set(distress=bool(fact.value))
    elif fact.name == "other_sites":
        record.set(other_sites=[site.strip()[:120] for site in fact.value or () if site.strip()])
    else:
        record.set(**{fact.name: fact.value})


def _for_priority(incident: Incident) -> tuple[object, ...]:
    return (
        incident.life_safety,
        incident.personal_data,
        incident.vulnerable_customers,
        incident.account_id,
    )


def _problems(facts: Mapping[str, Any], *, at: datetime) -> list[Problem]:
    problems = [
        Problem(field=name, says=f"There is no fact {name!r}. Known: {', '.join(FACTS)}.")
        for name in facts
        if name not in FACTS
    ]
    if not facts:
        problems.append(Problem(field="facts", says="Give at least one fact."))
    if "summary" in facts and not (facts["summary"] or "").strip():
        problems.append(Problem(field="summary", says="The summary cannot be empty."))
    for name, longest in TEXTS.items():
        if len(facts.get(name) or "") > longest:
            says = f"At most {longest} characters; this has {len(facts[name])}."
            problems.append(Problem(field=name, says=says))
    began_at = facts.get("began_at")
    if began_at is not None and began_at > at + CLOCKS_DIFFER_BY:
        problems.append(Problem(field="began_at", says="This is in the future."))
    affected = facts.get("customers_affected")
    if affected is not None and not 0 <= affected < 2**31:
        says = "Give the number of customers as a whole number from 0 to 2147483647."
        problems.append(Problem(field="customers_affected", says=says))
    return problems


__all__ = ["FACTS", "correct_facts"]
