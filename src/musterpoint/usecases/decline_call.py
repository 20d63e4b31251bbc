"""Decline a call: whoever the path told says no, and why; when nobody is left, it moves on at once.

A no is no answer for the incident: its clock goes on. Whoever declined may still answer later.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.domain import escalation as rules
from musterpoint.domain.authority import Action, Actor, NotAllowed, Role
from musterpoint.domain.states import OPEN
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import OnlyAPerson, words

ENTRY = "escalation_declined"
LONGEST_REASON = 300


class NobodyIsCalled(Conflict):
    """No path waits for an answer, so there is no call to decline."""

    def __init__(self) -> None:
        says = "No path waits for an answer here."
        super().__init__(Problem(field="status", says=says))


class CannotDecline(Conflict):
    """This person was not called, or has said yes or no already."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="by", says=says))


@transaction.atomic
def decline_call(
    *,
    incident_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    by_way_of: str = "page",
    seen_version: int | None = None,
) -> int:
    """Decline the call that a path made, and return the incident's id.

    Raises Refusal without a reason, NoSuchIncident, StaleVersion, NobodyIsCalled and CannotDecline.
    """
    if by.person_id is None:
        raise OnlyAPerson
    if Role.AUDITOR in by.roles:
        raise NotAllowed(Action.ACKNOWLEDGE)
    why = words("reason", reason, says="Say why you cannot take this.", most=LONGEST_REASON)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    if record.incident.status not in OPEN or escalation.waiting(record.incident) is None:
        raise NobodyIsCalled
    record.enter(ENTRY, reason=why, by_way_of=by_way_of)
    with _refusing():
        escalation.decline(
            record, person_id=by.person_id, reason=why, by_way_of=by_way_of, at=record.at
        )
    record.keep()
    return incident_id


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (rules.NotCalled, rules.AlreadyAnswered, rules.AlreadyDeclined) as refusal:
        raise CannotDecline(str(refusal)) from refusal
