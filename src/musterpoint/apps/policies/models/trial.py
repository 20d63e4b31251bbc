"""What was tried with a strategy: people's own scenarios, and what came of playing one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person

LONGEST_NAME = 200


class ScenarioFile(models.Model):
    """A text with scenarios of the organisation's own. It is taken away, never altered."""

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=LONGEST_NAME)
    text = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=["id"], condition=Q(removed_at=None), name="scenario_file_kept"),
        )

    def __str__(self) -> str:
        return self.title


class ScenarioRun(models.Model):
    """One scenario played against one text of a strategy; ``digest`` says which text exactly."""

    id = models.BigAutoField(primary_key=True)
    scenario = models.CharField(max_length=LONGEST_NAME)
    title = models.CharField(max_length=LONGEST_NAME)
    file = models.ForeignKey(ScenarioFile, null=True, on_delete=models.PROTECT, related_name="+")
    strategy = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    met = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    not_judged = models.PositiveIntegerField()
    result = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["scenario", "-id"], name="scenario_run_of"),)

    def __str__(self) -> str:
        return f"{self.scenario} under {self.strategy}"
