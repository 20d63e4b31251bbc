"""Count that a customer just told an agent of an incident; ask for a fresh look when many do.

A vote changes nothing by itself: enough of them ask whoever leads the incident to look at its
impact again, with how many customers it is at least.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import ContactVote
from musterpoint.apps.communications.operations import contact_votes
from musterpoint.apps.communications.queries import contact_votes as queries
from musterpoint.apps.incidents.operations import NoSuchIncident, Record
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import page_of
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.contact_votes import UNDO_WITHIN, Heard, asks_again, too_soon
from musterpoint.domain.states import OPEN
from musterpoint.usecases.owners import owners_of
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import OVER, IncidentIsOver, begin, person_of


class TooSoon(Conflict):
    """One person counts one customer at a time."""

    def __init__(self, until: datetime, at: datetime) -> None:
        seconds = max(1, round((until - at).total_seconds()))
        wait = f"{seconds} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"
        says = f"That was counted already. Wait {wait} before you count the next customer."
        super().__init__(Problem(field="at", says=says))


class CannotBeUndone(Conflict):
    """The vote is another person's, was taken back, or is too long ago."""

    def __init__(self) -> None:
        minutes = int(UNDO_WITHIN.total_seconds() // 60)
        says = f"This can no longer be taken back: only your own, within {minutes} minutes."
        super().__init__(Problem(field="vote", says=says))


@transaction.atomic
def hear_customer(*, incident_id: int, by: Actor, at: datetime) -> ContactVote:
    """Count one customer. Raises NoSuchIncident, IncidentIsOver and TooSoon."""
    by.must(Action.VOTE)
    person = person_of(by)
    status = visible_to_actor(by).filter(pk=incident_id).values_list("status", flat=True).first()
    if status is None:
        raise NoSuchIncident
    if status in OVER:
        raise IncidentIsOver(status)
    contact_votes.lock_person(person)
    until = too_soon(queries.own(person, at=at), at=at)
    if until is not None:
        raise TooSoon(until, at)
    record, asked = _asked_by_one_more(incident_id, person, by=by, at=at)
    vote = contact_votes.add(
        incident_id=incident_id, person=person, at=at, actor=by.key, asked_at_count=asked
    )
    if record is not None:
        record.keep()
    timers.announce([contact_votes.stream_of(incident_id)])
    return vote


@transaction.atomic
def undo_hearing(*, vote_id: int, by: Actor, at: datetime) -> int:
    """Take back one's own vote; return its incident. Raises CannotBeUndone."""
    by.must(Action.VOTE)
    row = contact_votes.locked(vote_id, person=person_of(by))
    if row is None or row.at <= at - UNDO_WITHIN:
        raise CannotBeUndone
    contact_votes.undo(row, at=at, actor=by.key)
    timers.announce([contact_votes.stream_of(row.incident_id)])
    return row.incident_id


def _asked_by_one_more(
    incident_id: int, person: int, *, by: Actor, at: datetime
) -> tuple[Record | None, int]:
    """Ask for a fresh look if one more vote makes it due; only then is the incident locked."""
    if not _is_due(incident_id, person, at=at):
        return None, 0
    record = begin(incident_id, by=by, at=at)
    if record.incident.status not in OPEN or not _is_due(incident_id, person, at=at):
        return None, 0
    present = queries.heard(incident_id, at=at, one_more=person)
    _ask(record, present)
    return record, present.in_all


def _is_due(incident_id: int, person: int, *, at: datetime) -> bool:
    present = queries.heard(incident_id, at=at, one_more=person)
    return asks_again(present, asked_at_count=queries.asked_at_count(incident_id))


def _ask(record: Record, present: Heard) -> None:
    incident = record.incident
    says = (
        f"{present.lately} customers told {present.people_lately} agents within 15 minutes,"
        f" {present.in_all} in all. At least so many are affected: is the impact still right?"
    )
    record.enter("reassess_prompted", says=says)
    record.set(reassess_reason=says[:200])
    record.tell(
        Letter(
            key=f"heard:{incident.pk}:{present.in_all}:{leader.pk}",
            stream=incident.stream,
            channel="in_product",
            subject=f"{incident.ref}: {present.in_all} customers told us",
            body=says,
            recipient_id=leader.pk,
            link=page_of(incident.ref),
            urgency=4,
            purpose="reassess",
        )
        for leader in owners_of([incident], at=record.at).of(incident)
    )
