"""Make a promise a clock: one found in a text, or one that somebody writes down by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.operations import promises
from musterpoint.apps.communications.operations.promises import OwnRecord, Recording
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.promises import AlreadySettled, NoTimeGiven, PromiseState, TimeHasPassed
from musterpoint.usecases.promising import lock_promise, require_owner
from musterpoint.usecases.refusals import Conflict, Problem, refusing
from musterpoint.usecases.working import begin, fitting, person_of, words

LONGEST_PROMISE = 500
LONGEST_WHOM = 200
LONGEST_WHY = 300
BY_HAND = "by_hand"


class AlreadyMade(Conflict):
    """Somebody has said already that this is a promise."""

    def __init__(self) -> None:
        says = "Somebody has taken this promise up already."
        super().__init__(Problem(field="promise", says=says))


@transaction.atomic
def make_promise(
    *,
    says: str,
    whom: str,
    due_at: datetime | None,
    by: Actor,
    at: datetime,
    owner_id: int | None = None,
    incident_id: int | None = None,
) -> int:
    """Write down what was promised to whom by when, and return its id.

    Without ``owner_id`` whoever writes it down owes it. Raises OnlyAPerson, NobodyToKeepIt,
    NoSuchIncident, and Refusal without words, without whom, or for a time missing or over.
    """
    by.must(Action.NOTE)
    person = person_of(by)
    text = words("says", says, says="Say what was promised.", most=LONGEST_PROMISE)
    to = words("whom", whom, says="Say to whom.", most=LONGEST_WHOM)
    due = _ahead(due_at, at=at)
    record: Recording = OwnRecord(at=at, actor=by.key)
    incident = None
    if incident_id is not None:
        own = begin(incident_id, by=by, at=at)
        record, incident = own, own.incident
    owner = require_owner(owner_id or person, incident)
    record.enter("promise_made", says=text)
    promise = promises.add(
        record,
        incident=incident,
        found_in=BY_HAND,
        says=text,
        whom=to,
        state=PromiseState.OPEN,
        due_at=due,
        owner_id=owner,
        found_at=record.at,
        found_by_id=person,
        made_at=record.at,
        made_by_id=person,
    )
    record.keep()
    return promise.pk


@transaction.atomic
def confirm_promise(
    *,
    promise_id: int,
    whom: str,
    due_at: datetime | None,
    by: Actor,
    at: datetime,
    owner_id: int | None = None,
) -> int:
    """Say that what was found is a promise, to whom and by when, and return its id.

    Raises NoSuchPromise, AlreadyMade, OnlyAPerson, NobodyToKeepIt, and Refusal without whom or for
    a time missing or over.
    """
    by.must(Action.NOTE)
    person = person_of(by)
    to = words("whom", whom, says="Say to whom.", most=LONGEST_WHOM)
    due = _ahead(due_at, at=at)
    record, promise = lock_promise(promise_id, by=by, at=at)
    _require_offered(promise.state)
    owner = require_owner(owner_id or person, promise.incident)
    record.enter("promise_made", says=promise.says)
    promises.change(
        record,
        promise,
        state=PromiseState.OPEN,
        whom=to,
        due_at=due,
        owner=owner,
        made_at=record.at,
        made_by=person,
    )
    record.keep()
    return promise.pk


@transaction.atomic
def decline_promise(*, promise_id: int, by: Actor, at: datetime, why: str = "") -> int:
    """Say that what was found is no promise. Raises NoSuchPromise and AlreadyMade."""
    by.must(Action.NOTE)
    person = person_of(by)
    reason = fitting("why", why, most=LONGEST_WHY) or "It is no promise."
    record, promise = lock_promise(promise_id, by=by, at=at)
    _require_offered(promise.state)
    record.enter("promise_let_go", says=promise.says, reason=reason)
    promises.change(
        record,
        promise,
        state=PromiseState.LET_GO,
        settled_at=record.at,
        settled_by=person,
        why=reason,
    )
    record.keep()
    return promise.pk


def _require_offered(state: str) -> None:
    if state in {PromiseState.KEPT, PromiseState.LET_GO}:
        with refusing():
            raise AlreadySettled(PromiseState(state))
    if state != PromiseState.OFFERED:
        raise AlreadyMade


def _ahead(due_at: datetime | None, *, at: datetime) -> datetime:
    with refusing():
        if due_at is None:
            raise NoTimeGiven
        if due_at <= at:
            raise TimeHasPassed
    return due_at
