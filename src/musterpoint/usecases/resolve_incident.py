"""Resolve an incident: the service is back, the clocks stop, the path is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record, clocks
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.states import Status, move
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Problem, Refusal, needs_words, refusing

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

    Raises Refusal without a resolution or for an impossible instant, Conflict for an illegal move.
    """
    by.must(Action.RESOLVE)
    words = needs_words("resolution", resolution, "Say how it was resolved.")
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    with refusing():
        to = move(Status(incident.status), to=Status.RESOLVED)
    restored = _restored(incident, restored_at, at=at)
    record = Record(incident, at=at, actor=by.key)
    record.enter("resolved", says=words)
    record.set(
        status=to,
        resolution=words,
        resolved_at=at,
        resolved_by_id=by.person_id,
        restored_at=restored,
        hold_reason="",
        reassess_reason="",
    )
    clocks.meet(record, ClockKind.RESTORE)
    clocks.cancel(record, _NO_LONGER_OWED, reason="resolved")
    escalation.stop(record, reason="resolved")
    record.disarm(TimerKind.REASSESS, str(incident.pk))
    record.disarm(TimerKind.TRIAGE_DUE, str(incident.pk))
    record.keep()
    return incident.pk


def _restored(incident: Incident, given: datetime | None, *, at: datetime) -> datetime:
    restored = given or at
    if restored > at:
        raise Refusal(Problem(field="restored_at", says="Service cannot be back in the future."))
    began = incident.began_at or incident.logged_at
    if restored < began:
        says = "Service cannot have been back before the incident began."
        raise Refusal(Problem(field="restored_at", says=says))
    return restored
