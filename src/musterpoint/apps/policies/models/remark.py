"""What people say about a clause, of a draft or of a version, and who is to see to which clause."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.models.draft import LONGEST_PATH, StrategyDraft
from musterpoint.apps.policies.models.version import StrategyVersion


class ClauseComment(models.Model):
    """One comment; an answer names the comment that began the thread, and only that is resolved."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StrategyDraft, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(
        StrategyVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    path = models.CharField(max_length=LONGEST_PATH)
    answer_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    says = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(draft=None, version__isnull=False)
                | Q(draft__isnull=False, version=None),
                name="clause_comment_on_one_text",
            ),
        )
        indexes = (
            models.Index(fields=["draft", "path", "id"], name="clause_comment_of_draft"),
            models.Index(fields=["version", "path", "id"], name="clause_comment_of_version"),
        )

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.path}"


class ClauseAssignment(models.Model):
    """Somebody is to see to a clause, until it is done or given to somebody else."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StrategyDraft, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=LONGEST_PATH)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True)
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["draft", "path"],
                condition=Q(ended_at=None),
                name="clause_assignment_one_open",
            ),
        )
        indexes = (
            models.Index(
                fields=["person"], condition=Q(ended_at=None), name="clause_assignment_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.path} for {self.person_id}"
