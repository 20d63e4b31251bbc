"""Helping people to do their part: what they have learnt, and until when it counts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person


class TrainingRecord(models.Model):
    """Somebody learnt what a training teaches. A mistake is withdrawn, never erased."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="training")
    training = models.CharField(max_length=100)
    learnt_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["person", "training", "learnt_on"],
                condition=Q(withdrawn_at=None),
                name="training_record_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id}: {self.training} on {self.learnt_on}"
