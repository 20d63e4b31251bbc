"""The minimal complaint: dissatisfaction with its own clock, which an incident never closes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident


class Complaint(models.Model):
    """A complaint, perhaps linked to an incident; both due instants are its own."""

    id = models.BigAutoField(primary_key=True)
    summary = models.CharField(max_length=300)
    complainant = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField()
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(
        Incident, null=True, on_delete=models.PROTECT, related_name="complaints"
    )
    acknowledge_due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.TextField(blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["answer_due_at"], condition=Q(closed_at=None), name="complaint_open_due"
            ),
        )

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The public reference, such as CMP-000012."""
        return f"CMP-{self.pk:06d}"
