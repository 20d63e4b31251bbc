"""What machines and people report before it is an incident. Repeats attach and count."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident


class Alert(models.Model):
    """One report, however often repeated under the same ``dedup_key`` until it is resolved.

    Without a reporter it is the product's alert about itself, raised and ended by its auditor.
    """

    id = models.BigAutoField(primary_key=True)
    reporter = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    dedup_key = models.CharField(max_length=255)
    source = models.CharField(max_length=255, blank=True)
    summary = models.CharField(max_length=1024)
    severity = models.CharField(max_length=16, blank=True)
    state = models.CharField(max_length=16, default="triggered")
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="alerts"
    )
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["reporter", "dedup_key"],
                condition=~Q(state="resolved"),
                name="alert_open_once",
            ),
            models.UniqueConstraint(
                fields=["dedup_key"],
                condition=Q(reporter=None) & ~Q(state="resolved"),
                name="alert_of_ourselves_open_once",
            ),
        )

        indexes = (
            models.Index(
                fields=["-id"], condition=Q(reporter=None), name="alert_of_ourselves_newest"
            ),
        )

    def __str__(self) -> str:
        return self.summary[:60]


class AlertReport(models.Model):
    """Each report as it came in, kept whole."""

    id = models.BigAutoField(primary_key=True)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="reports")
    action = models.CharField(max_length=16)
    at = models.DateTimeField()
    payload: models.JSONField[Any, Any] = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.action} at {self.at:%H:%M}"
