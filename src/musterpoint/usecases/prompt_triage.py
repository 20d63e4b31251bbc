"""An incident logged unsure was left alone: whoever answers for it is asked to type it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.decisions import Because
from musterpoint.domain.states import Status
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.owners import owners_of

SAYS = "Whoever logged it was not sure that it is an incident. Look at it and say what it is."


@transaction.atomic
def prompt_triage(due: Sequence[Claimed], at: datetime) -> None:
    """Ask about the incidents of these timers that nobody has answered for yet.

    An incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    untouched = [row for row in locked.values() if row.status == Status.LOGGED]
    owners = owners_of(untouched, at=at)
    records = [Record(row, at=at, actor=WORKER.key) for row in untouched]
    for record in records:
        because = Because(clause="logging.triage_within", says=SAYS)
        record.enter("triage_prompted", because=[because])
        record.set(reassess_reason=SAYS)
        record.tell(_letter(record.incident, p) for p in owners.of(record.incident))
    keep_all(records, at=at)


def _letter(incident: Incident, person: Person) -> Letter:
    return Letter(
        key=f"triage:{incident.pk}:{person.pk}",
        stream=incident.stream,
        channel=Message.Channel.IN_PRODUCT,
        subject=wording.subject(
            priority=incident.priority,
            ref=incident.ref,
            summary=incident.summary,
            ending="is it an incident?",
            is_restricted=incident.restricted,
        ),
        body=SAYS,
        recipient_id=person.pk,
        link=wording.page_of(incident.ref),
        urgency=3,
        purpose="triage",
    )
