"""Versions of the strategy. A published one is frozen: the database refuses to change it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person


class StrategyVersion(models.Model):
    """One version of the whole document, as its YAML text.

    ``number`` is given at publishing and only rises; a draft has none. ``digest`` is the SHA-256 of
    ``text``.
    """

    id = models.BigAutoField(primary_key=True)
    number = models.PositiveIntegerField(null=True, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    in_force_from = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(number=None, published_at=None, in_force_from=None)
                | Q(number__isnull=False, published_at__isnull=False, in_force_from__isnull=False),
                name="strategy_version_published_whole",
            ),
        )
        indexes = (models.Index(fields=["in_force_from"], name="strategy_version_in_force"),)

    def __str__(self) -> str:
        return f"v{self.number}" if self.number else "draft"
