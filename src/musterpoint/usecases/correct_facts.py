"""Fill the gaps of an incident and correct its facts; old and new values stay on the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record, clocks, duties, promises
from musterpoint.apps.incidents.operations.record import as_recorded
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.clocks import StartsAfterStop
from musterpoint.domain.states import OPEN
from musterpoint.usecases.assess_incident import LONGEST_REASON, open_roles, rejudge
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.log_incident import LONGEST_NATURE, impossible_start
from musterpoint.usecases.refusals import Problem, Refusal, refuse_if
from musterpoint.usecases.working import fitting

PLACES = ("service", "site", "queue", "account")
TEXTS = {"summary": 300, "nature": LONGEST_NATURE, "reported_by": 120, "source": 40}
ANSWERS = ("vulnerable_customers", "life_safety", "personal_data", "distress")
FACTS = (*TEXTS, *PLACES, *ANSWERS, "began_at", "customers_affected", "other_sites")


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
    """Set the facts given (None takes back all but the summary) and judge afresh if need be.

    A correction of when it began moves the restore clock and keeps the old start. Raises Refusal
    that names each fact, StaleVersion when somebody changed the incident since ``seen_version``.
    """
    by.must(Action.NOTE)
    why = fitting("reason", reason, most=LONGEST_REASON)
    refuse_if(_problems(facts, at=at))
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    record.enter("facts_corrected", reason=why)
    before = as_recorded(record.incident)
    old_start, old_weight = record.incident.began_at, _for_priority(record.incident)
    old_terms = _for_promises(record.incident)
    record.set(**_values(facts))
    if record.incident.began_at != old_start:
        _move_start(record, reason=why)
    if record.incident.status in OPEN and _for_promises(record.incident) != old_terms:
        _follow_promises(record, reason=why or "facts corrected")
    if record.incident.status in OPEN and as_recorded(record.incident) != before:
        _follow(record, is_weighed=_for_priority(record.incident) != old_weight, reason=why)
    record.keep()
    return incident_id


def _move_start(record: Record, *, reason: str) -> None:
    """Let the restore clock begin when the incident did; its verdict rests on that, also later."""
    incident = record.incident
    began_at = incident.began_at or incident.logged_at
    try:
        clocks.correct_start(record, began_at=began_at, reason=reason)
        strategy = policies.get(incident.strategy_id).strategy
        promises.correct_starts(record, strategy, began_at=began_at, reason=reason)
    except StartsAfterStop as refusal:
        says = "It cannot have begun after the service was back."
        raise Refusal(Problem(field="began_at", says=says)) from refusal


def _follow_promises(record: Record, *, reason: str) -> None:
    """Let duties, contracts and the RTO follow the beginning, the client and the service."""
    strategy = policies.get(record.incident.strategy_id).strategy
    promises.follow(record, strategy, reason=reason)
    duties.recount(record, strategy)


def _for_promises(incident: Incident) -> tuple[object, ...]:
    return (incident.began_at, incident.account_id, incident.service_id)


def _follow(record: Record, *, is_weighed: bool, reason: str) -> None:
    """Let roles and priority follow the new facts of an open incident."""
    strategy = policies.get(record.incident.strategy_id).strategy
    open_roles(record, strategy)
    if is_weighed:
        rejudge(record, reason=reason)
    if strategy.reassess.on_new_facts:
        record.set(reassess_reason="The facts have changed since the last assessment.")


def _values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the row that these facts set; places are looked up in one statement."""
    names = {name: (facts[name] or "").strip() for name in PLACES if name in facts}
    known = organisation.find(**names)
    values: dict[str, Any] = {}
    for name, value in facts.items():
        if name in PLACES:
            place = getattr(known, name)
            values[f"{name}_id"] = place
            values[f"{name}_named"] = "" if place else names[name][:120]
        elif name in TEXTS:
            values[name] = (value or "").strip()
        elif name == "distress":
            values[name] = bool(value)
        elif name == "other_sites":
            values[name] = [site.strip()[:120] for site in value or () if site.strip()]
        else:
            values[name] = value
    return values


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
    problems += impossible_start(facts.get("began_at"), at=at)
    affected = facts.get("customers_affected")
    if affected is not None and not 0 <= affected < 2**31:
        says = "Give the number of customers as a whole number from 0 to 2147483647."
        problems.append(Problem(field="customers_affected", says=says))
    return problems


__all__ = ["FACTS", "correct_facts"]
