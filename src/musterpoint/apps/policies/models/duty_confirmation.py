"""A duty of a published version that somebody who answers for it has confirmed."""

from __future__ import annotations

from django.db import models

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.models.version import StrategyVersion


class DutyConfirmation(models.Model):
    """Somebody says that a duty is right as this version has it; ``note`` is how they know.

    It is never taken back: a newer one stands before it, and another version begins afresh.
    """

    id = models.BigAutoField(primary_key=True)
    version = models.ForeignKey(StrategyVersion, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField()

    class Meta:
        indexes = (models.Index(fields=["version", "code"], name="duty_confirmation_of"),)

    def __str__(self) -> str:
        return f"{self.code} of version {self.version_id} by {self.person_id}"
