"""Drafts of a strategy, clause by clause, with what every clause was before.

What a clause holds is ordered JSON as text: the database's own JSON would forget the order of keys.
"""

from __future__ import annotations

from django.db import models

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.models.version import StrategyVersion
from musterpoint.domain.policy.draft_states import DraftState

LONGEST_PATH = 200


class StrategyDraft(models.Model):
    """A strategy on its way. The counts and ``digest`` are of its text as it stands."""

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=200)
    based_on = models.ForeignKey(
        StrategyVersion, null=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(max_length=20, default=DraftState.DRAFTING)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in DraftState]),
                name="strategy_draft_state_known",
            ),
        )
        indexes = (models.Index(fields=["state", "-changed_at"], name="strategy_draft_changed"),)

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def stream(self) -> str:
        """The ledger stream of this draft."""
        return f"draft:{self.pk}"


class DraftClause(models.Model):
    """One clause of a draft: a piece of its text. ``revision`` rises with every change."""

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StrategyDraft, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=LONGEST_PATH)
    position = models.BigIntegerField()
    value = models.TextField()
    revision = models.PositiveIntegerField(default=1)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["draft", "path"], name="draft_clause_once"),)
        indexes = (models.Index(fields=["draft", "position"], name="draft_clause_in_order"),)

    def __str__(self) -> str:
        return self.path


class ClauseEdit(models.Model):
    """What was changed in a clause; ``revision`` is the one that the change made.

    Empty ``old``: it was added. Empty ``new``: it was removed.
    """

    id = models.BigAutoField(primary_key=True)
    draft = models.ForeignKey(StrategyDraft, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=LONGEST_PATH)
    revision = models.PositiveIntegerField()
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["draft", "path", "-id"], name="clause_edit_newest"),)

    def __str__(self) -> str:
        return f"{self.path} {self.revision}"
