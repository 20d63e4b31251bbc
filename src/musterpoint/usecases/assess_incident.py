"""Assess an incident: people judge impact and urgency, the strategy makes the priority."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record, clocks, duties, parts, promises
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import priority as priority_rules
from musterpoint.domain import roles as role_rules
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import Path, Strategy
from musterpoint.domain.priority import Assessment
from musterpoint.domain.states import OPEN, Status
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.briefings_follow import show_again
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.judgement import (
    arm_reassessment,
    as_rows,
    is_key_account,
    judge,
    share_left_of,
    targets_of,
)
from musterpoint.usecases.prompt_tasks import arm_next_task
from musterpoint.usecases.refusals import Conflict, Problem, refusing
from musterpoint.usecases.working import fitting, veil_messages

LONGEST_REASON = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the assessment came to."""

    incident: Incident
    old_priority: str
    because: tuple[Because, ...]


@transaction.atomic
def assess_incident(
    *,
    incident_id: int,
    by: Actor,
    at: datetime,
    impact: str | None = None,
    urgency: str | None = None,
    category: str | None = None,
    reason: str = "",
    override_priority: str | None = "",
    floor_answer: bool | None = None,
    seen_version: int | None = None,
) -> Judged:
    """Judge afresh; what is None stays as it was.

    ``override_priority`` sets the priority by hand and needs ``reason``; empty takes an earlier one
    back, unless it is asked by somebody who may not override: then it stands. Raises Refusal for
    unknown codes or a missing reason, Conflict when not open.
    """
    by.must(Action.ASSESS)
    why = fitting("reason", reason, most=LONGEST_REASON)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    if incident.status not in OPEN:
        raise Conflict(Problem(field="status", says="Only an open incident is assessed."))
    strategy = policies.get(incident.strategy_id).strategy
    record.enter("assessed", reason=why)
    path_before = escalation.path_for(incident, strategy)
    was_restricted = incident.restricted
    _take_over(record, impact=impact, urgency=urgency, category=category, floor=floor_answer)
    _override(record, override_priority, by=by, reason=why)
    record.set(assessed_at=record.at, reassess_reason="")
    record.disarm(TimerKind.TRIAGE_DUE, str(incident.pk))
    old = incident.priority
    decision = rejudge(record, reason=why)
    if not _quickens(incident, strategy, old=old):
        _change_path(record, strategy, path_before)
    show_again(record)
    record.keep()
    if incident.restricted and not was_restricted:
        veil_messages(record)
    return Judged(incident=incident, old_priority=old, because=decision.because)


def _override(record: Record, wanted: str | None, *, by: Actor, reason: str) -> None:
    """Set or take back the priority by hand, or raise NotAllowed."""
    if wanted is None:
        return
    may_override = by.is_system or may(by.roles, Action.OVERRIDE_PRIORITY)
    if not may_override and wanted in ("", record.incident.override_priority):
        return
    by.must(Action.OVERRIDE_PRIORITY)
    record.set(override_priority=wanted, override_reason=reason if wanted else "")


def _change_path(record: Record, strategy: Strategy, before: Path) -> None:
    """Go on along the path of the category as it is now, while nobody has answered yet."""
    incident = record.incident
    is_waiting = incident.status == Status.LOGGED and not incident.source_system
    if is_waiting and escalation.path_for(incident, strategy) != before:
        pace = targets_of(incident, strategy)
        escalation.rejoin(record, strategy=strategy, priority=pace, at=record.at)


def rejudge(record: Record, *, reason: str) -> Decision[Assessment]:
    """Decide the priority anew within an open entry, and let clocks and path follow it.

    Raises Refusal for codes that the incident's strategy does not have.
    """
    incident = record.incident
    strategy = policies.get(incident.strategy_id).strategy
    with refusing():
        decision = judge(
            incident,
            strategy,
            key_account=is_key_account(incident),
            share_left=share_left_of(record, strategy),
        )
    old = incident.priority
    record.because(decision.because)
    record.set(priority=decision.value.priority, because=as_rows(decision.because))
    if priority_rules.rises(strategy, old=incident.gravest_priority or old, new=incident.priority):
        record.set(gravest_priority=incident.priority)
    if incident.priority != old:
        _follow(record, strategy, old=old, reason=reason)
    arm_reassessment(record, strategy)
    arm_audiences(record, strategy)
    return decision


def _take_over(
    record: Record,
    *,
    impact: str | None,
    urgency: str | None,
    category: str | None,
    floor: bool | None,
) -> None:
    if impact:
        record.set(impact=impact)
    if urgency:
        record.set(urgency=urgency)
    if floor is not None:
        record.set(floor_answer=floor)
    if category is not None and category != record.incident.category:
        strategy = policies.get(record.incident.strategy_id).strategy
        with refusing():
            if category and category not in strategy.categories:
                raise priority_rules.UnknownCategory(category, strategy.categories)
        record.set(category=category)
        if floor is None:  # the answer was to another category's question
            record.set(floor_answer=None)
        _owe_what_the_category_owes(record, strategy)


def _owe_what_the_category_owes(record: Record, strategy: Strategy) -> None:
    """Add the obligations and actions of the new category; nothing already there is taken away."""
    incident = record.incident
    category = strategy.categories[incident.category or strategy.generic_category]
    parts.add_missing_tasks(record, strategy.playbooks[category.playbook].tasks)
    duties.take_up(record, strategy)
    promises.follow(record, strategy, reason="another category")
    arm_next_task(record)
    if category.distressing:
        record.set(distress=True)
    if category.restricted:
        record.set(restricted=True)


def _follow(record: Record, strategy: Strategy, *, old: str, reason: str) -> None:
    incident = record.incident
    if incident.source_system:
        return  # history runs no clocks and calls nobody
    with refusing():
        clocks.retarget(record, targets_of=targets_of(incident, strategy), reason=reason)
    open_roles(record, strategy)
    if _quickens(incident, strategy, old=old):
        escalation.rejoin(record, strategy=strategy, priority=incident.priority, at=record.at)
    elif not incident.is_major:
        escalation.ease(record, priority=incident.priority)


def _quickens(incident: Incident, strategy: Strategy, *, old: str) -> bool:
    """Whether people must be told anew; a major incident has the pace of the gravest already."""
    rises = priority_rules.rises(strategy, old=old, new=incident.priority)
    return rises and not incident.is_major


def open_roles(record: Record, strategy: Strategy) -> None:
    """Open the roles that the incident now needs and does not have."""
    incident = record.incident
    scale = role_rules.Scale(
        priority=incident.priority,
        category=incident.category or None,
        is_major=incident.is_major,
        sites=1 + len(incident.other_sites),
    )
    there = parts.roles_of(record)
    needed = [role.code for role in role_rules.open_roles(strategy, scale)]
    parts.add_roles(record, [code for code in needed if code not in there])
