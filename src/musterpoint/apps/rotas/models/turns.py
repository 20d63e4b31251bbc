"""What changes who is on call, at once and without publishing: overrides, swaps, absence, shadows.

Nothing here is removed. What holds no longer has ended; spans are half-open.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas.models.rota import Rota
from musterpoint.domain.rotas import AbsenceKind


class Swap(models.Model):
    """A turn that somebody offers. ``taker`` is null while it is offered to everybody.

    ``return_start`` to ``return_end`` is the taker's turn that the giver takes for it, if any.
    """

    class State(models.TextChoices):
        OFFERED = "offered"
        ACCEPTED = "accepted"
        APPROVED = "approved"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = models.BigAutoField(primary_key=True)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="swaps")
    layer = models.CharField(max_length=50)
    start = models.DateTimeField()
    end = models.DateTimeField()
    giver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="swaps_offered")
    taker = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="swaps_taken"
    )
    return_start = models.DateTimeField(null=True)
    return_end = models.DateTimeField(null=True)
    because = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OFFERED)
    offered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="swaps_settled"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="swap_runs_forward"),
            models.CheckConstraint(
                condition=Q(return_start=None, return_end=None)
                | Q(return_start__lt=F("return_end")),
                name="swap_return_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(taker=None) | ~Q(taker=F("giver")), name="swap_between_two"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["offered", "declined", "withdrawn"])
                | Q(taker__isnull=False, accepted_at__isnull=False),
                name="swap_taken_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["rota", "layer", "giver", "start"],
                condition=Q(state__in=["offered", "accepted"]),
                name="swap_offered_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["end"],
                condition=Q(state__in=["offered", "accepted"]),
                name="swap_open",
            ),
        )

    def __str__(self) -> str:
        return f"swap {self.pk}"


class Override(models.Model):
    """Somebody else for a span of one layer; ``instead_of`` limits it to one person's turns."""

    id = models.BigAutoField(primary_key=True)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="overrides")
    layer = models.CharField(max_length=50)
    start = models.DateTimeField()
    end = models.DateTimeField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="overrides")
    instead_of = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="overridden"
    )
    because = models.CharField(max_length=200, blank=True)
    swap = models.ForeignKey(Swap, null=True, on_delete=models.PROTECT, related_name="overrides")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="overrides_made"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="override_runs_forward"),
        )
        indexes = (
            models.Index(
                fields=["rota", "end"], condition=Q(ended_at=None), name="override_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"override {self.pk}"


class Absence(models.Model):
    """A person is away, from every rota. Of what kind stays in this row and out of the ledger."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    start = models.DateTimeField()
    end = models.DateTimeField()
    kind = models.CharField(
        max_length=12,
        choices=[(str(k), str(k)) for k in AbsenceKind],
        default=str(AbsenceKind.LEAVE),
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="absences_entered"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="absence_runs_forward"),
        )
        indexes = (
            models.Index(
                fields=["person", "end"], condition=Q(ended_at=None), name="absence_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Shadow(models.Model):
    """Somebody who learns: told when the layer's answer is (any layer's when it names none)."""

    id = models.BigAutoField(primary_key=True)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="shadows")
    layer = models.CharField(max_length=50, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="shadowing")
    start = models.DateTimeField()
    end = models.DateTimeField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="shadow_runs_forward"),
        )
        indexes = (
            models.Index(
                fields=["rota", "end"], condition=Q(ended_at=None), name="shadow_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"shadow {self.pk}"
