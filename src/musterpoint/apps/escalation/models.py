"""Runs of a frozen path: which steps told whom, and who answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.models import StrategyVersion


class Run(models.Model):
    """One application of a path to an incident, frozen with the strategy it was started under.

    States: running, acknowledged, exhausted (everybody was told, nobody answered), stopped.
    ``brought_forward`` is how much sooner the rest is due, because steps were left out or declined.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="runs")
    strategy = models.ForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=60)
    priority = models.CharField(max_length=4)
    state = models.CharField(max_length=16, default="running")
    started_at = models.DateTimeField()
    brought_forward = models.DurationField(default=timedelta, db_default=timedelta())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state="running"), name="run_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.path} for {self.incident_id}"


class Telling(models.Model):
    """One step's one round: due, then told, skipped or superseded.

    ``told`` lists whom: ``[{"person": 5, "as": "duty_manager", "channels": […], "why": "…"}]``;
    names are looked up where they are shown. In place of a person there may be a ``shadow``, who
    counts for nothing, or a ``place``: a team's or an outside contact's own; or an ``address``.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="tellings")
    step = models.CharField(max_length=60)
    round = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, default="due")
    told_at = models.DateTimeField(null=True)
    told: models.JSONField[Any, Any] = models.JSONField(default=list)
    says = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["run", "step", "round"], name="telling_once"),
        )

    def __str__(self) -> str:
        return f"{self.step} round {self.round} of run {self.run_id}"


class Acknowledgement(models.Model):
    """Somebody answered a run: from the page, the message or the API. One per person and run."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_way_of = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "person"], name="acknowledged_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} answered run {self.run_id}"


class Decline(models.Model):
    """Somebody whom a run called said no, and why. One per person and run."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="declines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    by_way_of = models.CharField(max_length=16)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["run", "person"], name="declined_once"),)

    def __str__(self) -> str:
        return f"{self.person_id} declined run {self.run_id}"
