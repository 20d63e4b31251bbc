"""Begin work on an acknowledged incident."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.states import Status, move
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.refusals import Conflict, Problem, refusing

# Each of these has a road of its own into work, with a reason or clocks that go with it.
_OTHERWISE = {
    Status.ON_HOLD: "This incident is on hold. Resume it instead.",
    Status.RESOLVED: "This incident is resolved. Reopen it instead.",
    Status.CLOSED: "This incident is closed. Reopen it instead.",
}


@transaction.atomic
def begin_work(
    *, incident_id: int, by: Actor, at: datetime, seen_version: int | None = None
) -> int:
    """Move the incident into progress. Raises Conflict unless it is acknowledged."""
    by.must(Action.WORK)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    status = Status(record.incident.status)
    if status in _OTHERWISE:
        raise Conflict(Problem(field="status", says=_OTHERWISE[status]))
    with refusing():
        to = move(status, to=Status.IN_PROGRESS)
    record.enter("work_begun")
    record.set(status=to)
    record.keep()
    return incident_id
