"""Hold an incident for an allowed reason, and resume it: the held clocks stand still meanwhile."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import clocks, promises
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.decisions import Because
from musterpoint.domain.states import Status, move
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, refusing
from musterpoint.usecases.working import fitting

LONGEST_WORDS = 5000


@transaction.atomic
def hold_incident(
    *,
    incident_id: int,
    reason_code: str,
    by: Actor,
    at: datetime,
    says: str = "",
    seen_version: int | None = None,
) -> int:
    """Hold the clocks that the reason allows, and of a contract's only those it lets wait.

    Raises Refusal for a reason that the strategy does not allow, Conflict for an illegal move.
    """
    by.must(Action.HOLD)
    words = fitting("says", says, most=LONGEST_WORDS)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    strategy = policies.get(incident.strategy_id).strategy
    allowed = strategy.hold_reasons
    reason = allowed.get(reason_code)
    if reason is None:
        choices = ", ".join(allowed)
        raise Refusal(Problem(field="reason", says=f"Hold for one of these reasons: {choices}."))
    because = (Because(clause=f"hold_reasons.{reason.code}", says=reason.says),)
    record.enter("held", says=words, because=because)
    with refusing():
        record.set(status=move(Status(incident.status), to=Status.ON_HOLD), hold_reason=reason.code)
        clocks.hold(record, reason.holds, reason=reason.code)
        promises.hold(record, strategy, reason=reason.code)
    record.keep()
    return incident_id


@transaction.atomic
def resume_incident(
    *,
    incident_id: int,
    by: Actor,
    at: datetime,
    says: str = "",
    seen_version: int | None = None,
) -> int:
    """Take the incident off hold. Raises Conflict when it is not on hold."""
    by.must(Action.HOLD)
    words = fitting("says", says, most=LONGEST_WORDS)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    if record.incident.status != Status.ON_HOLD:
        raise Conflict(Problem(field="status", says="This incident is not on hold."))
    record.enter("resumed", says=words)
    with refusing():
        record.set(status=move(Status.ON_HOLD, to=Status.IN_PROGRESS), hold_reason="")
        clocks.resume(record)
        promises.resume(record)
    record.keep()
    return incident_id
