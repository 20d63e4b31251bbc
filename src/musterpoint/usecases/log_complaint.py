"""Log a complaint, acknowledge it, close it. Its clock is its own, whatever the incident does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.complaints import operations as complaints
from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.complaints.queries import visible_to_actor
from musterpoint.apps.incidents.models import Link
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.complaints import calendar_of, due_dates
from musterpoint.usecases.offer_promises import offer_apart, offer_promises
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin, fitting, person_of, words

PLACE = "complaint"
CLOCKS_DIFFER_BY = timedelta(minutes=1)


class AlreadyAcknowledged(Conflict):
    """The complainant already knows that the complaint arrived."""

    def __init__(self) -> None:
        says = "This complaint was already acknowledged."
        super().__init__(Problem(field="acknowledged_at", says=says))


class ComplaintIsClosed(Conflict):
    """The complaint was answered and closed."""

    def __init__(self) -> None:
        super().__init__(Problem(field="closed_at", says="This complaint is already closed."))


@transaction.atomic
def log_complaint(
    *,
    summary: str,
    by: Actor,
    at: datetime,
    complainant: str = "",
    received_at: datetime | None = None,
    incident_id: int | None = None,
) -> Complaint:
    """Log a complaint received at ``received_at`` (now when not said), perhaps of an incident.

    Raises Refusal without words or for a receipt in the future, and NoSuchIncident.
    """
    by.must(Action.COMPLAIN)
    person = person_of(by)
    text = words("summary", summary, says="Say what the complaint is about.", most=300)
    who = fitting("complainant", complainant, most=120)
    received = received_at or at
    if received > at + CLOCKS_DIFFER_BY:
        says = "This is in the future. Say when the complaint was received."
        raise Refusal(Problem(field="received_at", says=says))
    if incident_id is None:
        made = _add(text, who, received, person=person, incident_id=None, at=at, actor=by.key)
        offer_apart(text, found_in=PLACE, source=made.ref, by=by, at=at)
        return made
    record = begin(incident_id, by=by, at=at)
    record.enter("complaint_linked")
    complaint = attach_complaint(
        record, summary=text, complainant=who, received_at=received, logged_by=person
    )
    offer_promises(record, text, found_in=PLACE, source=complaint.ref, by=by)
    record.keep()
    return complaint


def attach_complaint(
    record: Record, *, summary: str, complainant: str, received_at: datetime, logged_by: int
) -> Complaint:
    """Log a complaint that belongs to the recorded incident, within its open entry."""
    complaint = _add(
        summary,
        complainant,
        received_at,
        person=logged_by,
        incident_id=record.incident.pk,
        at=record.at,
        actor=record.actor,
    )
    parts.add_link(record, kind=Link.Kind.COMPLAINT, target=complaint.ref)
    return complaint


@transaction.atomic
def acknowledge_complaint(*, complaint_id: int, by: Actor, at: datetime) -> int:
    """Record that the complainant was told it arrived. Raises AlreadyAcknowledged."""
    by.must(Action.COMPLAIN)
    complaint = complaints.lock(visible_to_actor(by), complaint_id)
    if complaint.closed_at is not None:
        raise ComplaintIsClosed
    if complaint.acknowledged_at is not None:
        raise AlreadyAcknowledged
    complaints.change(
        complaint, kind="complaint_acknowledged", at=at, actor=by.key, acknowledged_at=at
    )
    return complaint_id


@transaction.atomic
def close_complaint(*, complaint_id: int, outcome: str, by: Actor, at: datetime) -> int:
    """Close a complaint with its outcome; the answer acknowledges it if nobody had.

    The incident it is linked to is not touched. Raises Refusal without an outcome, and
    ComplaintIsClosed.
    """
    by.must(Action.COMPLAIN)
    text = words("outcome", outcome, says="Say what the complainant was answered.", most=10_000)
    complaint = complaints.lock(visible_to_actor(by), complaint_id)
    if complaint.closed_at is not None:
        raise ComplaintIsClosed
    complaints.change(
        complaint,
        kind="complaint_closed",
        at=at,
        actor=by.key,
        acknowledged_at=complaint.acknowledged_at or at,
        closed_at=at,
        closed_by=by.person_id,
        outcome=text,
    )
    about = complaint.incident_id
    offer_apart(text, found_in=PLACE, source=complaint.ref, by=by, at=at, incident_id=about)
    return complaint_id


def _add(
    summary: str,
    complainant: str,
    received_at: datetime,
    *,
    person: int,
    incident_id: int | None,
    at: datetime,
    actor: str,
) -> Complaint:
    calendar = calendar_of(policies.in_force(at=at).strategy)
    return complaints.add(
        summary=summary,
        complainant=complainant,
        received_at=received_at,
        logged_by=person,
        incident_id=incident_id,
        due=due_dates(received_at=received_at, calendar=calendar),
        at=at,
        actor=actor,
    )
