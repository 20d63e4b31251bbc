"""Long work as rows: one worker at a time has a job by lease and tells how far it is.

A job waits, is running, or has ended in one of three ways. What it does is not known here.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person


class Job(models.Model):
    """Something that takes long. ``attempts`` rises with each claim and fences off older ones."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    arguments: models.JSONField[Any, Any] = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done_units = models.PositiveIntegerField(default=0)
    all_units = models.PositiveIntegerField(null=True)
    says = models.TextField(blank=True)
    result: models.JSONField[Any, Any] = models.JSONField(null=True)
    blob = models.BinaryField(null=True)
    blob_name = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True)
    worker = models.CharField(max_length=120, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"], ended_at=None)
                | Q(state__in=["done", "failed", "cancelled"], ended_at__isnull=False),
                name="job_ended_has_an_instant",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(lease_until__isnull=False),
                name="job_running_has_a_lease",
            ),
        )
        indexes = (
            models.Index(fields=["id"], condition=Q(ended_at=None), name="job_to_do"),
            models.Index(fields=["kind", "-id"], name="job_newest_of_kind"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.ended_at is not None

    @property
    def percent(self) -> int | None:
        """How much of it is done, or None while nobody knows how much there is."""
        if not self.all_units:
            return None
        return min(100, 100 * self.done_units // self.all_units)
