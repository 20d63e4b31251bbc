"""What this centre changed in the glossary. The shipped terms are a file; rows count before it."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from musterpoint.apps.accounts.models import Person
from musterpoint.domain.plain_words import Area

LONGEST_WORD, LONGEST_TEXT = 80, 400


def _words() -> ArrayField[Any, Any]:
    return ArrayField(models.CharField(max_length=LONGEST_WORD), default=list)


class GlossaryTerm(models.Model):
    """One term in this centre's words; ``is_left_out`` hides the shipped one of the same code."""

    id = models.BigAutoField(primary_key=True)
    code = models.SlugField(unique=True)
    term = models.CharField(max_length=LONGEST_WORD)
    area = models.CharField(max_length=12, choices=[(one, one) for one in Area])
    plain = models.CharField(max_length=LONGEST_TEXT)
    instead = models.CharField(max_length=LONGEST_WORD, blank=True)
    instead_many = models.CharField(max_length=LONGEST_WORD, blank=True)
    keep = models.CharField(max_length=LONGEST_TEXT, blank=True)
    trap = models.CharField(max_length=LONGEST_TEXT, blank=True)
    aliases = _words()
    everyday = _words()
    known_by = _words()
    is_left_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.term

    @property
    def stream(self) -> str:
        """The stream of the ledger that tells what became of it."""
        return f"term:{self.pk}"
