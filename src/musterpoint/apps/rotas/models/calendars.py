"""Calendars that go out to people's own programs, and calendars of others that feed a layer."""

from __future__ import annotations

from typing import Any

from django.db import models

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas.models.rota import Rota


class CalendarFeed(models.Model):
    """The secret address of one person's turns. Only its digest is kept; it is shown once."""

    id = models.BigAutoField(primary_key=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed {self.pk}"


class OutsideCalendar(models.Model):
    """An iCalendar address that says who is on call in one layer.

    ``spans`` are what was read of it at ``read_at`` and stay while later tries fail;
    ``fetched_at`` is when it last answered, changed or not. ``unmatched`` is whom it names and
    nobody here is. ``tried_at`` claims the next try for one worker.
    """

    id = models.BigAutoField(primary_key=True)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="outside_calendars")
    layer = models.CharField(max_length=50)
    url = models.URLField(max_length=500)
    etag = models.CharField(max_length=200, blank=True)
    spans: models.JSONField[Any, Any] = models.JSONField(default=list)
    unmatched: models.JSONField[Any, Any] = models.JSONField(default=list)
    added_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["rota", "layer"],
                condition=models.Q(removed_at=None),
                name="outside_calendar_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["tried_at"],
                condition=models.Q(removed_at=None),
                name="outside_calendar_next_try",
            ),
        )

    def __str__(self) -> str:
        return self.url
