"""Reopen a resolved or closed incident within the time the strategy allows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import clocks, duties, parts, promises
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import closing
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import MetBy
from musterpoint.domain.states import Status, move
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.judgement import arm_reassessment, targets_of
from musterpoint.usecases.prompt_tasks import arm_next_task
from musterpoint.usecases.refusals import Conflict, Problem, refusing
from musterpoint.usecases.working import words

LONGEST_REASON = 5000


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
    why = words("reason", reason, says="Say why it is reopened.", most=LONGEST_REASON)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    if incident.status not in (Status.RESOLVED, Status.CLOSED):
        says = "Only a resolved or closed incident can be reopened."
        raise Conflict(Problem(field="status", says=says))
    strategy = policies.get(incident.strategy_id).strategy
    _require_in_time(incident, strategy, at=record.at)
    ended_at = incident.resolved_at or record.at
    record.enter("reopened", reason=why)
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
    parts.reopen_roles(record, closed_since=ended_at)
    pace = targets_of(incident, strategy)
    with refusing():
        clocks.reopen(record, [ClockKind.RESTORE], reason=why)
        clocks.restart_updates(record, targets_of=pace)
        clocks.retarget(record, targets_of=pace, reason=why)  # it may have been stood down since
        promises.reopen(record, strategy, MetBy.RESTORE, reason=why)
    duties.watch(record, strategy)
    record.disarm(TimerKind.REVIEW_DUE, str(incident.pk))
    arm_reassessment(record, strategy)
    arm_audiences(record, strategy)
    arm_next_task(record)
    record.keep()
    return incident_id


def _require_in_time(incident: Incident, strategy: Strategy, *, at: datetime) -> None:
    if incident.closed_at is None:
        return
    try:
        closing.require_reopenable(strategy, closed_at=incident.closed_at, at=at)
    except closing.ReopenRefused as refusal:
        raise Conflict(Problem(field="reopen_within", says=str(refusal))) from refusal
