"""Durable due-at rows, and the heartbeat of the workers that watch them.

A timer is armed, then fired or cancelled, never both. What it sets off is not known here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Timer(models.Model):
    """Something that falls due. At most one is armed per kind and key.

    ``fence`` rises each time the same kind and key is armed anew, so a stale handler sees it.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    fence = models.PositiveIntegerField(default=1)
    payload: models.JSONField[Any, Any] = models.JSONField(default=dict)
    armed_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(fired_at=None, cancelled_at=None),
                name="timer_armed_once",
            ),
            models.CheckConstraint(
                condition=Q(fired_at=None) | Q(cancelled_at=None), name="timer_fired_or_cancelled"
            ),
        )
        indexes = (
            models.Index(
                models.functions.Coalesce("retry_at", "due_at"),
                condition=Q(fired_at=None, cancelled_at=None),
                name="timer_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key} due {self.due_at:%Y-%m-%d %H:%M}"


class Beat(models.Model):
    """A worker that is alive said so at ``beat_at``.

    ``channels`` are those it can send on; ``database_ahead`` is how far the database's clock was
    ahead of the worker's own just then.
    """

    worker = models.CharField(max_length=120, primary_key=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField()
    channels = ArrayField(models.CharField(max_length=16), default=list)
    database_ahead = models.DurationField(default=timedelta)

    class Meta:
        indexes = (models.Index(fields=["beat_at"], name="beat_age"),)

    def __str__(self) -> str:
        return self.worker
