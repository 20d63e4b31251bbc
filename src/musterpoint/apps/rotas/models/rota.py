"""Rotas and the responder roles they answer for.

A rota's layers are one document: edited as a draft, and published whole or not at all.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from musterpoint.apps.accounts.models import Person


class Rota(models.Model):
    """Who is on call in which order. What runs is ``published``; ``draft`` is being written.

    ``version`` counts every change and is what an editor has seen; ``edition`` counts publishing.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    edition = models.PositiveIntegerField(default=0)
    draft: models.JSONField[Any, Any] = models.JSONField(null=True)
    published: models.JSONField[Any, Any] = models.JSONField(null=True)
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="rotas_published"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft", published__isnull=True, draft__isnull=False)
                | Q(state__in=["published", "retired"], published__isnull=False, edition__gt=0),
                name="rota_runs_what_was_published",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """The ledger stream of this rota."""
        return f"rota:{self.pk}"


class RoleRota(models.Model):
    """A responder role that a rota answers for, in place of the standing holders."""

    id = models.BigAutoField(primary_key=True)
    role = models.SlugField(unique=True)
    rota = models.ForeignKey(Rota, on_delete=models.PROTECT, related_name="roles")

    def __str__(self) -> str:
        return f"{self.role}: {self.rota_id}"
