"""What becomes of a promise: kept, broken, moved to another time, or let go by whoever has it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.operations import promises
from musterpoint.apps.communications.operations.promises import Recording
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.promises import (
    NoTimeGiven,
    PromiseState,
    TimeHasPassed,
    require_standing,
)
from musterpoint.usecases.make_promise import LONGEST_WHY
from musterpoint.usecases.promising import lock_promise, require_owner
from musterpoint.usecases.refusals import Conflict, Problem, refusing
from musterpoint.usecases.working import fitting, person_of, words


class AlreadyBroken(Conflict):
    """Everybody knows already that it was not kept in time."""

    def __init__(self) -> None:
        says = "It is broken already. Keep it late, move it, or say that it is let go."
        super().__init__(Problem(field="promise", says=says))


@transaction.atomic
def keep_promise(*, promise_id: int, by: Actor, at: datetime, says: str = "") -> int:
    """Say that it was kept, late perhaps. Raises NoSuchPromise, OnlyAPerson and Conflict."""
    record, promise = _standing(promise_id, by=by, at=at)
    reason = fitting("says", says, most=LONGEST_WHY)
    record.enter("promise_kept", says=promise.says, reason=reason)
    return _settle(record, promise, PromiseState.KEPT, reason, by=by)


@transaction.atomic
def let_go_promise(*, promise_id: int, why: str, by: Actor, at: datetime) -> int:
    """Say why nobody waits for it any more. Raises NoSuchPromise, Refusal and Conflict."""
    says = "Say why nobody waits for it any more."
    record, promise = _standing(promise_id, by=by, at=at)
    reason = words("why", why, says=says, most=LONGEST_WHY)
    record.enter("promise_let_go", says=promise.says, reason=reason)
    return _settle(record, promise, PromiseState.LET_GO, reason, by=by)


@transaction.atomic
def break_promise(*, promise_id: int, why: str, by: Actor, at: datetime) -> int:
    """Say beforehand or afterwards that it is not kept in time; it stays owed.

    Raises NoSuchPromise, AlreadyBroken, Refusal without a reason, and Conflict when it is over.
    """
    record, promise = _standing(promise_id, by=by, at=at)
    reason = words("why", why, says="Say why it is not kept.", most=LONGEST_WHY)
    if promise.state == PromiseState.BROKEN:
        raise AlreadyBroken
    record.enter("promise_broken", says=promise.says, reason=reason)
    promises.change(record, promise, state=PromiseState.BROKEN, broken_at=record.at, why=reason)
    record.keep()
    return promise.pk


@transaction.atomic
def move_promise(
    *,
    promise_id: int,
    due_at: datetime | None,
    why: str,
    by: Actor,
    at: datetime,
    owner_id: int | None = None,
) -> int:
    """Give it another time, or another owner as well; whoever waits was told of it, and why.

    Raises NoSuchPromise, NobodyToKeepIt, Refusal for no reason or a time missing or over, and
    Conflict when it is over.
    """
    record, promise = _standing(promise_id, by=by, at=at)
    says = "Say why it moves, and that whoever waits for it was told."
    reason = words("why", why, says=says, most=LONGEST_WHY)
    with refusing():
        if due_at is None:
            raise NoTimeGiven
        if due_at <= at:
            raise TimeHasPassed
    owner = promise.owner_id if owner_id is None else require_owner(owner_id, promise.incident)
    record.enter("promise_moved", says=promise.says, reason=reason)
    promises.change(
        record,
        promise,
        state=PromiseState.OPEN,
        due_at=due_at,
        owner=owner,
        moved=promise.moved + 1,
        made_at=record.at,
        reminded_at=None,
        broken_at=None,
        why=reason,
    )
    record.keep()
    return promise.pk


def _standing(promise_id: int, *, by: Actor, at: datetime) -> tuple[Recording, Promise]:
    by.must(Action.NOTE)
    person_of(by)
    record, promise = lock_promise(promise_id, by=by, at=at)
    with refusing():
        require_standing(PromiseState(promise.state))
    return record, promise


def _settle(
    record: Recording, promise: Promise, state: PromiseState, reason: str, *, by: Actor
) -> int:
    promises.change(
        record,
        promise,
        state=state,
        settled_at=record.at,
        settled_by=by.person_id,
        why=reason or promise.why,
    )
    record.keep()
    return promise.pk
