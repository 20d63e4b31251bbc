"""Record what somebody has learnt, and withdraw what was recorded by mistake."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.support import operations
from musterpoint.apps.support.models import TrainingRecord
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.wall_clock import day_in
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

LONGEST_NOTE = 300


class NoSuchTraining(Refusal):
    """The strategy in force knows no such training."""

    def __init__(self, code: str) -> None:
        says = f"The strategy in force has no training {code!r}."
        super().__init__(Problem(field="training", says=says))


class NotLearntYet(Refusal):
    """The day lies ahead."""

    def __init__(self) -> None:
        super().__init__(Problem(field="learnt_on", says="This day lies ahead."))


class NoSuchPerson(Refusal):
    """There is no active person with this number."""

    def __init__(self) -> None:
        super().__init__(Problem(field="person", says="There is no active colleague by that name."))


class RecordedBefore(Conflict):
    """The same training on the same day stands in the record."""

    def __init__(self) -> None:
        super().__init__(Problem(field="learnt_on", says="This is recorded already."))


@transaction.atomic
def record_training(
    *, person_id: int, training: str, learnt_on: date, by: Actor, at: datetime, note: str = ""
) -> int:
    """Record that somebody learnt a training of the strategy, and return the record's number.

    Raises NoSuchTraining, NotLearntYet, NoSuchPerson and RecordedBefore.
    """
    by.must(Action.KEEP_RECORDS)
    strategy = policies.in_force(at=at).strategy
    if training not in strategy.training:
        raise NoSuchTraining(training)
    if learnt_on > day_in(strategy.zone, at):
        raise NotLearntYet
    if person_id not in accounts.active([person_id]):
        raise NoSuchPerson
    if len(note) > LONGEST_NOTE:
        raise Refusal(Problem(field="note", says=f"At most {LONGEST_NOTE} characters."))
    if operations.is_known(person_id=person_id, training=training, learnt_on=learnt_on):
        raise RecordedBefore
    record = TrainingRecord(
        person_id=person_id,
        training=training,
        learnt_on=learnt_on,
        note=note.strip(),
        recorded_at=at,
        recorded_by_id=by.person_id,
    )
    return operations.add(record, actor=by.key).pk


@transaction.atomic
def withdraw_training(*, record_id: int, by: Actor, at: datetime) -> None:
    """Let a record of training count no longer; it stays readable. Raises NoSuchRecord."""
    by.must(Action.KEEP_RECORDS)
    operations.withdraw(operations.lock(record_id), at=at, actor=by.key)
