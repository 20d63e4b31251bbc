"""Approval of a draft: who was asked to sign, who signed which text, and what came of it.

A signature and the bond between a version and its draft are never altered: the database refuses.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.models.draft import StrategyDraft
from musterpoint.apps.policies.models.version import StrategyVersion
from musterpoint.domain.agreeing import Verdict


class ApprovalRequest(models.Model):
    """A text put up for approval. ``digest`` is that of the text that is to be signed."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StrategyDraft, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    says = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["draft", "number"], name="approval_once"),
            models.UniqueConstraint(
                fields=["draft"], condition=Q(ended_at=None), name="approval_open_once"
            ),
        )

    def __str__(self) -> str:
        return f"approval {self.number} of draft {self.draft_id}"


class Signature(models.Model):
    """What one person said as one role to one text, known by its digest."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StrategyDraft, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    verdict = models.CharField(max_length=12, choices=[(one, one) for one in Verdict])
    says = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["draft", "id"], name="signature_of_draft"),)

    def __str__(self) -> str:
        return f"{self.role} {self.verdict}"


class AgreedVersion(models.Model):
    """The version that a draft became, with its agreement as it was published."""

    id = models.BigAutoField(primary_key=True)
    version = models.OneToOneField(StrategyVersion, on_delete=models.PROTECT, related_name="agreed")
    draft = models.OneToOneField(StrategyDraft, on_delete=models.PROTECT, related_name="agreed")

    def __str__(self) -> str:
        return f"version {self.version_id} from draft {self.draft_id}"
