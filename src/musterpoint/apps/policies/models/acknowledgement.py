"""What happens to a version once it is published: who has read it, and when it is read again."""

from __future__ import annotations

from django.db import models

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.models.version import StrategyVersion


class Acknowledgement(models.Model):
    """Somebody says that they have read a version. It is never taken back."""

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["version", "person"], name="version_acknowledged_once"),
        )

    def __str__(self) -> str:
        return f"version {self.version_id} read by {self.person_id}"


class ReviewDate(models.Model):
    """The day on which a version is read again: of its own rule, or set by somebody."""

    id = models.BigAutoField(primary_key=True)
    version = models.OneToOneField(StrategyVersion, on_delete=models.PROTECT, related_name="review")
    date = models.DateField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"version {self.version_id} on {self.date}"
