"""Two facts of one incident that cannot both be true, as somebody noted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models.fact import Fact
from musterpoint.apps.incidents.models import Incident


class Contradiction(models.Model):
    """It stands until one of the two is withdrawn, or somebody says why both hold.

    ``one`` was claimed before ``other``. What is settled stays as a row, so that nobody is asked
    about the pair again.
    """

    id = models.BigAutoField(primary_key=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="+")
    one = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Fact, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    settled_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="contradiction_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="contradiction_in_order"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | ~Q(settled_why=""), name="contradiction_settled_why"
            ),
        )

    def __str__(self) -> str:
        return f"{self.one_id} against {self.other_id}"
