"""Resolve an incident: the service is back, the clocks stop, the path is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import clocks, promises
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.duties import MetBy
from musterpoint.domain.states import Status, move
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.refusals import Problem, Refusal, refusing
from musterpoint.usecases.working import tell_logger, words

LONGEST_RESOLUTION = 20_000

_NO_LONGER_OWED = (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE, ClockKind.UPDATE)


@transaction.atomic
def resolve_incident(
    *,
    incident_id: int,
    resolution: str,
    by: Actor,
    at: datetime,
    restored_at: datetime | None = None,
    seen_version: int | None = None,
) -> int:
    """Resolve; ``restored_at`` is when service was back, which may be before now.

    The restore clock is met then: nobody is late because they put it right before they wrote.
    Raises Refusal without a resolution or for an impossible instant, Conflict for an illegal move.
    """
    by.must(Action.RESOLVE)
    how = words("resolution", resolution, says="Say how it was resolved.", most=LONGEST_RESOLUTION)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    with refusing():
        to = move(Status(incident.status), to=Status.RESOLVED)
    restored = _restored(incident, restored_at, at=record.at)
    record.enter("resolved", says=how)
    record.set(
        status=to,
        resolution=how,
        resolved_at=record.at,
        resolved_by_id=by.person_id,
        restored_at=restored,
        hold_reason="",
        reassess_reason="",
    )
    strategy = policies.get(incident.strategy_id).strategy
    with refusing():
        clocks.meet(record, ClockKind.RESTORE, at=restored)
        clocks.cancel(record, _NO_LONGER_OWED, reason="resolved")
        promises.meet(record, strategy, MetBy.RESTORE, at=restored)
        early = (MetBy.ACKNOWLEDGE, MetBy.FIRST_UPDATE)
        promises.cancel(record, strategy, reason="resolved", met_by_these=early)
    escalation.stop(record, reason="resolved")
    record.disarm(TimerKind.REASSESS, str(incident.pk))
    record.disarm(TimerKind.TRIAGE_DUE, str(incident.pk))
    record.disarm(TimerKind.TASK_DUE, str(incident.pk))
    arm_audiences(record, strategy)
    who = by.name or "Musterpoint"
    tell_logger(record, by=by, purpose="resolved", subject=f"resolved by {who}", body=how)
    record.keep()
    return incident_id


def _restored(incident: Incident, given: datetime | None, *, at: datetime) -> datetime:
    restored = given or at
    if restored > at:
        raise Refusal(Problem(field="restored_at", says="Service cannot be back in the future."))
    began = incident.began_at or incident.logged_at
    if restored < began:
        says = "Service cannot have been back before the incident began."
        raise Refusal(Problem(field="restored_at", says=says))
    return restored
