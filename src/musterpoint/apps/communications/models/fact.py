"""The board of facts of an incident. A fact is never deleted: it is withdrawn, with the reason."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.facts import About, FactState


class Fact(models.Model):
    """A statement with a source; ``number`` counts within its incident.

    ``estimate_of`` names whose estimate it is (``the carrier``) and is empty for what is no
    estimate. From ``good_until`` on it asks to be checked again.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="facts")
    number = models.PositiveIntegerField()
    says = models.TextField()
    about = models.CharField(max_length=12, choices=[(one, one) for one in About])
    source = models.CharField(max_length=200)
    estimate_of = models.CharField(max_length=120, blank=True)
    state = models.CharField(
        max_length=10, choices=[(one, one) for one in FactState], default=FactState.CLAIMED
    )
    good_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField()
    claimed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    verified_how = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["incident", "number"], name="fact_in_its_place"),
            models.CheckConstraint(
                condition=~Q(state="verified") | Q(verified_at__isnull=False),
                name="fact_verified_when",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn") ^ Q(withdrawn_at=None), name="fact_withdrawn_when"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.says[:60]}"
