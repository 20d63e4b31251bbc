"""Write exercises and their actions, each change with its entry in the exercise's ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from musterpoint.apps.exercises.models import ExerciseAction, HeldExercise
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.ledger import instant

TOPIC = "exercises"


class NoSuchAction(Exception):
    """There is no such action of an exercise."""

    def __init__(self) -> None:
        super().__init__("There is no action with this number.")


def add(held: HeldExercise, *, actor: str) -> HeldExercise:
    """Write an exercise that was held."""
    held.save(force_insert=True)
    changes = [_change("exercise", name, None, value) for name, value in row_of(held).items()]
    _enter(held, "exercise_held", changes, at=held.recorded_at, actor=actor, is_new=True)
    return held


def add_action(action: ExerciseAction, *, at: datetime, actor: str) -> ExerciseAction:
    """Write something to do after an exercise."""
    action.save(force_insert=True)
    name = f"exercise_action:{action.pk}"
    changes = [_change(name, field, None, value) for field, value in row_of(action).items()]
    _enter(action.exercise, "exercise_action_added", changes, at=at, actor=actor)
    return action


def lock_action(pk: int) -> ExerciseAction:
    """Lock and return one action with its exercise, or raise NoSuchAction."""
    rows = ExerciseAction.objects.select_related("exercise").select_for_update(of=("self",))
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NoSuchAction
    return found


def finish_action(action: ExerciseAction, *, effect: str, at: datetime, actor: str) -> None:
    """Say of a locked action that it is done, and what its effect was."""
    before = row_of(action)
    action.done_at, action.effect = at, effect
    action.save(update_fields=["done_at", "effect"])
    name = f"exercise_action:{action.pk}"
    changes = [
        _change(name, field, before.get(field), value)
        for field, value in row_of(action).items()
        if before.get(field) != value
    ]
    _enter(action.exercise, "exercise_action_done", changes, at=at, actor=actor)


def as_recorded(pk: int) -> dict[str, dict[str, Any]] | None:
    """Return an exercise and its actions as the ledger must add up to them; None: no exercise."""
    held = HeldExercise.objects.filter(pk=pk).first()
    if held is None:
        return None
    actions = {f"exercise_action:{one.pk}": row_of(one) for one in held.actions.all()}
    return {"exercise": row_of(held)} | actions


def row_of(row: Model) -> dict[str, Any]:
    """Return the tracked fields of a row that say something, as JSON."""
    found = {
        field.attname: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.attname not in {"id", "exercise_id"}
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if isinstance(value, date) else value


def _change(of: str, field: str, old: Any, new: Any) -> dict[str, Any]:
    return {"of": of, "field": field, "old": old, "new": new}


def _enter(
    held: HeldExercise,
    kind: str,
    changes: list[dict[str, Any]],
    *,
    at: datetime,
    actor: str,
    is_new: bool = False,
) -> None:
    draft = ledger.Draft(kind=kind, at=at, actor=actor, data={"changes": changes})
    ledger.append(stream=held.stream, drafts=[draft], recorded_at=at, is_new=is_new)
    timers.announce({TOPIC, held.stream})
