"""The promise ledger: what was promised to whom by when, where it was said, what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.promises import PromiseState


class Promise(models.Model):
    """One promise. ``found_in`` says where it was made (``note``), ``source`` which one of them.

    Found in a text it is ``offered`` and no clock; a person makes it one, with a time and an owner.
    ``whom`` may be a name and never enters a ledger.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="promises"
    )
    found_in = models.CharField(max_length=20)
    source = models.CharField(max_length=60, blank=True)
    says = models.CharField(max_length=500)
    whom = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=8, choices=[(one, one) for one in PromiseState], default=PromiseState.OFFERED
    )
    due_at = models.DateTimeField(null=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="promises")
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_at = models.DateTimeField(null=True)
    broken_at = models.DateTimeField(null=True)
    moved = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["open", "broken", "kept"])
                | Q(due_at__isnull=False, owner__isnull=False),
                name="promise_by_whom_by_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["kept", "let_go"]) ^ Q(settled_at=None),
                name="promise_settled_when",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["open", "broken"]),
                name="promise_standing",
            ),
            models.Index(fields=["owner", "due_at"], name="promise_of_owner"),
        )

    def __str__(self) -> str:
        return self.says[:60]

    @property
    def stream(self) -> str:
        """The ledger it is recorded in: its incident's, or its own."""
        return f"incident:{self.incident_id}" if self.incident_id else f"promise:{self.pk}"
