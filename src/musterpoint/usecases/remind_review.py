"""The morning of a review: whoever answers for the incident is reminded of it."""

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
from musterpoint.domain.states import Status
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.owners import owners_of


@transaction.atomic
def remind_review(due: Sequence[Claimed], at: datetime) -> None:
    """Remind of the reviews that these timers stand for, on the page and by mail, if still closed.

    An incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    closed = [row for row in locked.values() if row.status == Status.CLOSED]
    owners = owners_of(closed, at=at)
    records = [Record(row, at=at, actor=WORKER.key) for row in closed]
    for record in records:
        record.enter("review_reminded", says="The review is due today.")
        people = owners.of(record.incident)
        record.tell(_letter(record.incident, p, c) for p in people for c in Message.Channel)
    keep_all(records, at=at)


def _letter(incident: Incident, person: Person, channel: str) -> Letter:
    page = wording.page_of(incident.ref)
    return Letter(
        key=f"review:{incident.pk}:{incident.review_date}:{person.pk}:{channel}",
        stream=incident.stream,
        channel=channel,
        subject=wording.subject(
            priority=incident.priority,
            ref=incident.ref,
            summary=incident.summary,
            ending="the review is due today",
            is_restricted=incident.restricted,
        ),
        body=f"The review of {incident.ref} is due today.\n{wording.address_of(page)}",
        recipient_id=person.pk,
        address=person.email,
        link=page,
        urgency=4,
        purpose="review",
    )
