"""Exercises that were held, and what is to be done because of them."""

from __future__ import annotations

from django.db import models

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.models import StrategyVersion
from musterpoint.domain.exercise_programme import Outcome


class HeldExercise(models.Model):
    """One exercise: which of the programme (its code), when, under which version, and its end."""

    id = models.BigAutoField(primary_key=True)
    exercise = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    version = models.ForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    took_part = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=[(one, one) for one in Outcome])
    says = models.TextField()
    learnt = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["exercise", "-held_on"], name="exercise_held_last"),)

    def __str__(self) -> str:
        return f"{self.name} on {self.held_on}"

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"exercise:{self.pk}"


class ExerciseAction(models.Model):
    """Something to do after an exercise; done when somebody says what its effect was."""

    id = models.BigAutoField(primary_key=True)
    exercise = models.ForeignKey(HeldExercise, on_delete=models.PROTECT, related_name="actions")
    says = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)
    effect = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["due_on"], condition=models.Q(done_at=None), name="exercise_action_open"
            ),
        )

    def __str__(self) -> str:
        return self.says[:60]
