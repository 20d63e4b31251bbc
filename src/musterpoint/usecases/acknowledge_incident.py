"""Acknowledge an incident: somebody answers, the clock is met, the path stops."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.operations import Record, clocks
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.states import OPEN, Status, move
from musterpoint.usecases.refusals import Conflict, Problem, refusing


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

    A second person's answer is recorded and moves nothing; the same person's again changes nothing.
    Raises NotAllowed, NoSuchIncident, StaleVersion, and Conflict when it is no longer open.
    """
    by.must(Action.ACKNOWLEDGE)
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    if incident.status not in OPEN:
        with refusing():
            move(Status(incident.status), to=Status.ACKNOWLEDGED)
        raise Conflict(Problem(field="status", says="Only an open incident can be acknowledged."))
    record = Record(incident, at=at, actor=by.key)
    record.enter("acknowledged", by_way_of=by_way_of)
    if incident.status == Status.LOGGED:
        record.set(status=Status.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by_id=by.person_id)
        clocks.meet(record, ClockKind.ACKNOWLEDGE)
    escalation.answer(record, person_id=by.person_id, by_way_of=by_way_of, at=at)
    record.keep()
    return incident.pk
