"""Handovers: responsibility offered to a colleague, accepted item by item, and the shift log.

An offer stands on the ledger of every incident it is about: its sheet as ``handover:<id>``, its
items as ``handed:<id>:<number>``. A draft is nobody else's business and no history.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models.incident import Incident
from musterpoint.domain.handover import Form, Passing

_PASSES = ("role", "task")
"""Kinds of items of which only one live offer may exist: they belong to one person."""


class Handover(models.Model):
    """What one person hands to another: one incident, or everything of a shift.

    Settled: every item was accepted, declined or is gone. Lapsed: something was not accepted in
    time, and stays with the giver.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        OFFERED = "offered"
        SETTLED = "settled"
        WITHDRAWN = "withdrawn"
        LAPSED = "lapsed"

    class Kind(models.TextChoices):
        INCIDENT = "incident"
        SHIFT = "shift"

    id = models.BigAutoField(primary_key=True)
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="handovers_given")
    receiver = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="handovers_received"
    )
    form = models.CharField(max_length=8, choices=[(each.value, each.value) for each in Form])
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    made_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(receiver=F("giver")), name="handover_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(receiver__isnull=False, offered_at__isnull=False, due_at__isnull=False),
                name="handover_offered_in_full",
            ),
        )
        indexes = (
            models.Index(fields=["receiver", "state", "-id"], name="handover_to"),
            models.Index(fields=["giver", "state", "-id"], name="handover_from"),
        )

    def __str__(self) -> str:
        return f"handover {self.pk}"


class HandoverSheet(models.Model):
    """What a handover says of one incident, and how far it has come there.

    ``points`` are what the words rested on when they were made, ``left_out`` the parts that the
    giver keeps, ``accepted_at`` when the first item of it was accepted: then it is in the log.
    """

    id = models.BigAutoField(primary_key=True)
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="sheets")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="handovers")
    state = models.CharField(
        max_length=10, choices=Handover.State.choices, default=Handover.State.DRAFT
    )
    summary = models.TextField()
    extra: models.JSONField[Any, Any] = models.JSONField(default=list)
    left_out: models.JSONField[Any, Any] = models.JSONField(default=list)
    points: models.JSONField[Any, Any] = models.JSONField(default=dict)
    seen_version = models.PositiveIntegerField()
    accepted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=SearchVector("summary", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["handover", "incident"], name="handover_sheet_once"),
        )
        indexes = (
            models.Index(
                fields=["-accepted_at", "-id"],
                condition=Q(accepted_at__isnull=False),
                name="handover_sheet_log",
            ),
            GinIndex(fields=["search"], name="handover_sheet_words"),
        )

    def __str__(self) -> str:
        return f"{self.handover_id}: {self.incident_id}"


class HandoverItem(models.Model):
    """One thing that passes when it is accepted, and stays with the giver until then."""

    id = models.BigAutoField(primary_key=True)
    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16)
    part = models.CharField(max_length=80)
    says = models.CharField(max_length=500)
    due_at = models.DateTimeField(null=True)
    state = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Passing],
        default=Passing.OFFERED,
    )
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["handover", "number"], name="handover_item_numbered"),
            models.UniqueConstraint(
                fields=["incident", "part"],
                condition=Q(state="offered", kind__in=_PASSES),
                name="handover_offered_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.handover_id}.{self.number}"


class ShiftNote(models.Model):
    """A note on a shift that belongs to no incident."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    says = models.TextField()
    at = models.DateTimeField()
    search = models.GeneratedField(
        expression=SearchVector("says", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        indexes = (
            models.Index(fields=["-at", "-id"], name="shift_note_newest"),
            GinIndex(fields=["search"], name="shift_note_words"),
        )

    def __str__(self) -> str:
        return self.says[:60]
