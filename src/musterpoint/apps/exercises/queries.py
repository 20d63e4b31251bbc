"""Read what was held and what is still to be done."""

from __future__ import annotations

from datetime import date

from musterpoint.apps.exercises.models import ExerciseAction, HeldExercise
from musterpoint.domain.exercise_programme import Held, Outcome

NEWEST = 200


def held(*, limit: int = NEWEST) -> list[HeldExercise]:
    """Return the exercises held last, newest first, with their actions."""
    rows = HeldExercise.objects.select_related("recorded_by", "version")
    rows = rows.defer("version__text").prefetch_related("actions__owner")
    return list(rows.order_by("-held_on", "-id")[:limit])


def as_values() -> list[Held]:
    """Return every exercise held, as the rules of the programme read it."""
    rows = HeldExercise.objects.order_by("held_on").values_list("exercise", "held_on", "outcome")
    return [Held(exercise=code, on=on, outcome=Outcome(outcome)) for code, on, outcome in rows]


def open_actions() -> list[ExerciseAction]:
    """Return what is still to be done after exercises, that due first first."""
    rows = ExerciseAction.objects.filter(done_at=None).select_related("exercise", "owner")
    return list(rows.order_by("due_on", "id"))


def actions_counted(*, on: date) -> tuple[int, int, int]:
    """Return how many actions there are, are done, and are overdue on that day."""
    rows = ExerciseAction.objects
    undone = rows.filter(done_at=None)
    return rows.count(), rows.exclude(done_at=None).count(), undone.filter(due_on__lt=on).count()
