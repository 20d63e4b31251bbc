"""Begin work on an acknowledged incident."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.states import Status, move
from musterpoint.usecases.refusals import refusing


@transaction.atomic
def begin_work(
    *, incident_id: int, by: Actor, at: datetime, seen_version: int | None = None
) -> int:
    """Move the incident into progress. Raises Conflict when it is not acknowledged, or on hold."""
    by.must(Action.WORK)
    incident = incidents.lock(visible_to_actor(by), incident_id, seen_version=seen_version)
    with refusing():
        to = move(Status(incident.status), to=Status.IN_PROGRESS)
    record = Record(incident, at=at, actor=by.key)
    record.enter("work_begun")
    record.set(status=to)
    record.keep()
    return incident.pk
