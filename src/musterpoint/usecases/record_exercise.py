"""Record an exercise that was held, what is to be done because of it, and that it was done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.exercises import operations
from musterpoint.apps.exercises.models import ExerciseAction, HeldExercise
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.exercise_programme import Outcome
from musterpoint.domain.policy.preparing import Exercise
from musterpoint.domain.wall_clock import day_in
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, needs_words

MOST_PEOPLE = 100_000


class NotInTheProgramme(Refusal):
    """The strategy in force knows no such exercise."""

    def __init__(self, code: str) -> None:
        says = f"The strategy in force has no exercise {code!r}. Add it to the programme first."
        super().__init__(Problem(field="exercise", says=says))


class NotHeldYet(Refusal):
    """The day lies ahead."""

    def __init__(self) -> None:
        says = "This day lies ahead. Record an exercise once it was held."
        super().__init__(Problem(field="held_on", says=says))


class NoSuchOwner(Refusal):
    """There is no active person who could do it."""

    def __init__(self) -> None:
        says = "There is no active colleague by that name."
        super().__init__(Problem(field="owner", says=says))


class AlreadyDone(Conflict):
    """Somebody said before that this action is done."""

    def __init__(self) -> None:
        super().__init__(Problem(field="effect", says="This action is done already."))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """Something to do after an exercise."""

    says: str
    owner_id: int
    due_on: date


@transaction.atomic
def record_exercise(
    *,
    exercise: str,
    held_on: date,
    outcome: Outcome,
    says: str,
    by: Actor,
    at: datetime,
    took_part: int = 0,
    learnt: str = "",
    actions: tuple[ToDo, ...] = (),
) -> HeldExercise:
    """Record that an exercise of the programme was held.

    Raises NotInTheProgramme, NotHeldYet, NoSuchOwner, and Refusal for missing words.
    """
    by.must(Action.KEEP_RECORDS)
    version = policies.in_force(at=at)
    rule = version.strategy.exercises.get(exercise)
    if rule is None:
        raise NotInTheProgramme(exercise)
    if held_on > day_in(version.strategy.zone, at):
        raise NotHeldYet
    words = needs_words("says", says, "Say what happened and how it went.")
    if not 0 <= took_part <= MOST_PEOPLE:
        raise Refusal(Problem(field="took_part", says=f"Give a number from 0 to {MOST_PEOPLE}."))
    _must_be_there(actions)
    held = operations.add(
        _row(rule, version.id, by, at, held_on=held_on, outcome=outcome, says=words,
             learnt=learnt.strip(), took_part=took_part),
        actor=by.key,
    )  # fmt: skip
    for one in actions:
        _add(held, one, at=at, by=by)
    return held


def _row(
    rule: Exercise,
    version_id: int,
    by: Actor,
    at: datetime,
    *,
    held_on: date,
    outcome: Outcome,
    says: str,
    learnt: str,
    took_part: int,
) -> HeldExercise:
    return HeldExercise(
        exercise=rule.code,
        name=rule.name[:200],
        kind=rule.kind.value,
        version_id=version_id,
        held_on=held_on,
        took_part=took_part,
        outcome=outcome.value,
        says=says,
        learnt=learnt,
        recorded_at=at,
        recorded_by_id=by.person_id,
    )


def _must_be_there(actions: tuple[ToDo, ...]) -> None:
    """Raise for an action without words, or whose owner is not there."""
    active = accounts.active({one.owner_id for one in actions})
    for one in actions:
        needs_words("action", one.says, "Say what is to be done.")
        if one.owner_id not in active:
            raise NoSuchOwner


def _add(held: HeldExercise, one: ToDo, *, at: datetime, by: Actor) -> None:
    action = ExerciseAction(
        exercise=held, says=one.says.strip(), owner_id=one.owner_id, due_on=one.due_on
    )
    operations.add_action(action, at=at, actor=by.key)


@transaction.atomic
def finish_exercise_action(*, action_id: int, effect: str, by: Actor, at: datetime) -> None:
    """Say that an action is done and what its effect was.

    Its owner may, and whoever keeps records. Raises NoSuchAction and AlreadyDone.
    """
    action = operations.lock_action(action_id)
    if action.owner_id != by.person_id:
        by.must(Action.KEEP_RECORDS)
    if action.done_at is not None:
        raise AlreadyDone
    words = needs_words("effect", effect, "Say what came of it: an action counts by its effect.")
    operations.finish_action(action, effect=words, at=at, actor=by.key)
