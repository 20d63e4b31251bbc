"""Say that something is no incident after all, with the reason; and take that back.

A complaint goes on as a complaint with its own clock, which nothing that happens here can end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.complaints import queries as complaints
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.states import Status
from musterpoint.domain.verdicts import VerdictKind
from musterpoint.usecases.briefings_follow import end_with_incident
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.log_complaint import attach_complaint
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.withdrawal import restore, withdraw
from musterpoint.usecases.working import person_of, words

VERDICTS = (VerdictKind.COMPLAINT, VerdictKind.SERVICE_REQUEST, VerdictKind.ENQUIRY)


class NotWithdrawn(Conflict):
    """There is no withdrawal to take back, or it is a merge."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="status", says=says))


@dataclass(frozen=True, slots=True, kw_only=True)
class Retyped:
    """What became of it; ``complaint_id`` when it goes on as a complaint."""

    incident_id: int
    complaint_id: int | None = None


@transaction.atomic
def retype_incident(
    *,
    incident_id: int,
    verdict: str,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> Retyped:
    """Withdraw the incident as a complaint, service request or enquiry.

    An open complaint that is already linked keeps its clock; otherwise one is logged as received
    when the incident was. Raises Refusal for another verdict or no reason, Conflict when the
    incident is no longer open.
    """
    by.must(Action.RETYPE)
    person = person_of(by)
    if verdict not in VERDICTS:
        known = ", ".join(VERDICTS)
        raise Refusal(Problem(field="verdict", says=f"It can be retyped as one of: {known}."))
    why = words("reason", reason, says="Say why it is no incident.", most=5000)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    record.enter("retyped", reason=why, verdict=str(verdict))
    withdraw(record, says=f"{VerdictKind(verdict).replace('_', ' ')}: {why}")
    _judge(record, verdict=verdict, reason=why)
    complaint = None
    if verdict == VerdictKind.COMPLAINT:
        complaint = _complaint(record, person=person)
    end_with_incident(record, says="It is no incident.")
    record.keep()
    return Retyped(incident_id=incident_id, complaint_id=complaint)


@transaction.atomic
def undo_withdrawal(
    *,
    incident_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Bring a withdrawn incident back; a complaint that came of it goes on by itself.

    Raises Refusal without a reason, and NotWithdrawn.
    """
    by.must(Action.RETYPE)
    why = words("reason", reason, says="Say why it is an incident after all.", most=5000)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    if record.incident.merged_into_id is not None:
        raise NotWithdrawn("This incident was merged. Undo the merge instead.")
    if record.incident.status != Status.WITHDRAWN:
        raise NotWithdrawn("This incident is not withdrawn.")
    record.enter("withdrawal_undone", reason=why)
    restore(record, reason=why)
    _judge(record, verdict=VerdictKind.INCIDENT, reason=why)
    record.keep()
    return incident_id


def _judge(record: Record, *, verdict: str, reason: str) -> None:
    triage = {**record.incident.triage, "verdict": str(verdict), "reason": reason}
    record.set(triage=triage)


def _complaint(record: Record, *, person: int) -> int:
    incident = record.incident
    present = complaints.open_of_incident(incident.pk)
    if present is not None:
        return present
    return attach_complaint(
        record,
        summary=incident.summary,
        complainant=incident.reported_by,
        received_at=incident.logged_at,
        logged_by=person,
    ).pk
