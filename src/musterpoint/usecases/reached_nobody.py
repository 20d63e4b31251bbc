"""Move a path on at once when those whom its present step told turn out not to be reachable.

For whoever records what became of messages: a step whose every message is dead waits for nobody.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.escalation import queries
from musterpoint.apps.escalation.wording import PURPOSE
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import lock_free
from musterpoint.apps.notifications import queries as notifications
from musterpoint.domain.authority import system
from musterpoint.domain.states import OPEN

ENTRY = "escalation_undelivered"
WORKER = system("worker")


@transaction.atomic
def reached_nobody(*, incident_ids: Collection[int], at: datetime) -> list[int]:
    """Bring the next step forward where too few of those told last can still be reached.

    Somebody is out of reach when every message that left the house for them is dead. What is shown
    in the product reaches nobody who is not looking. Return the incidents whose path moved on; one
    that somebody is changing right now is left as it is, and its next step comes at its time.
    """
    moved = []
    for incident in lock_free(incident_ids).values():
        last = queries.last_call(incident)
        if last is None or incident.status not in OPEN:
            continue
        called, since = last
        lost = called & notifications.out_of_reach(incident.stream, purpose=PURPOSE, since=since)
        if not lost:
            continue
        record = Record(incident, at=at, actor=WORKER.key)
        record.enter(ENTRY, says=f"{len(lost)} of those told could not be reached")
        if escalation.reached_nobody(record, people=lost, at=at):
            record.keep()
            moved.append(incident.pk)
    return moved
