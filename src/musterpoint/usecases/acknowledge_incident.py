"""Acknowledge an incident: somebody answers, the clock is met, the path stops."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.escalation import queries as escalation_queries
from musterpoint.apps.incidents.operations import Record, clocks, promises
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor, Role, may
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.duties import MetBy
from musterpoint.domain.states import OPEN, Status, move
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.refusals import refusing
from musterpoint.usecases.working import tell_logger

ENTRY = "acknowledged"


@transaction.atomic
def acknowledge_incident(
    *,
    incident_id: int,
    by: Actor,
    at: datetime,
    by_way_of: str = "page",
    seen_version: int | None = None,
) -> int:
    """Answer for the incident and return its id.

    Whoever the path called may answer, whatever their account role; an auditor never. A second
    person's answer is recorded and moves nothing; the same person's again changes nothing. Raises
    NotAllowed, NoSuchIncident, StaleVersion, and Conflict when it is no longer open.
    """
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    if not _was_called(record, by):
        by.must(Action.ACKNOWLEDGE)
    if incident.status not in OPEN:
        with refusing():
            move(Status(incident.status), to=Status.ACKNOWLEDGED)
    if _has_answered(record, by):
        return incident_id
    record.enter(ENTRY, by_way_of=by_way_of)
    if incident.status == Status.LOGGED:
        strategy = policies.get(incident.strategy_id).strategy
        with refusing():
            to = move(Status.LOGGED, to=Status.ACKNOWLEDGED)
            clocks.meet(record, ClockKind.ACKNOWLEDGE)
            promises.meet(record, strategy, MetBy.ACKNOWLEDGE)
        record.set(status=to, acknowledged_at=record.at, acknowledged_by_id=by.person_id)
        record.disarm(TimerKind.TRIAGE_DUE, str(incident_id))
        _tell_logger(record, by)
    escalation.answer(record, person_id=by.person_id, by_way_of=by_way_of, at=record.at)
    record.keep()
    return incident_id


def _tell_logger(record: Record, by: Actor) -> None:
    who = by.name or "Musterpoint"
    tell_logger(
        record,
        by=by,
        purpose="acknowledged",
        subject=f"acknowledged by {who}",
        body=f"{who} answers for what you logged.",
    )


def _was_called(record: Record, by: Actor) -> bool:
    if by.person_id is None or Role.AUDITOR in by.roles or may(by.roles, Action.ACKNOWLEDGE):
        return False  # the roles alone decide
    return escalation_queries.has_told(record.incident, person_id=by.person_id)


def _has_answered(record: Record, by: Actor) -> bool:
    """Whether this person answered before, and no path waits for their answer anew."""
    if record.incident.status == Status.LOGGED:
        return False
    waits = escalation_queries.waits_for(record.incident, person_id=by.person_id)
    return not waits and ledger.has_entry(record.incident.stream, kind=ENTRY, actor=by.key)
