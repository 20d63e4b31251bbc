"""Reopen a resolved or closed incident within the time the strategy allows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.operations import Record, clocks, parts
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import closing
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.states import Status, move
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.judgement import arm_reassessment, targets_of
from musterpoint.usecases.refusals import Conflict, Problem, needs_words, refusing


@transaction.atomic
def reopen_incident(
    *,
    incident_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Take the incident back into work; the restore clock counts on from where it stood.

    Raises Refusal without a reason, Conflict when it is not resolved or the window is over.
    """
    by.must(Action.REOPEN)
    words = needs_words("reason", reason, "Say why it is reopened.")
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    if incident.status not in (Status.RESOLVED, Status.CLOSED):
        says = "Only a resolved or closed incident can be reopened."
        raise Conflict(Problem(field="status", says=says))
    strategy = policies.get(incident.strategy_id).strategy
    if incident.closed_at is not None:
        try:
            closing.require_reopenable(strategy, closed_at=incident.closed_at, at=at)
        except closing.ReopenRefused as refusal:
            raise Conflict(Problem(field="reopen_within", says=str(refusal))) from refusal
    record = Record(incident, at=at, actor=by.key)
    record.enter("reopened", reason=words)
    with refusing():
        to = move(Status(incident.status), to=Status.IN_PROGRESS)
    record.set(
        status=to,
        resolved_at=None,
        resolved_by_id=None,
        restored_at=None,
        closed_at=None,
        verified_by="",
        reopened=incident.reopened + 1,
    )
    parts.reopen_roles(record)
    clocks.reopen(record, [ClockKind.RESTORE], reason=words)
    clocks.restart_updates(record, targets_of=targets_of(incident, strategy))
    record.disarm(TimerKind.REVIEW_DUE, str(incident.pk))
    arm_reassessment(record, strategy)
    record.keep()
    return incident.pk
