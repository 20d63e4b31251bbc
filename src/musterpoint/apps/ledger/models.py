"""The append-only record: one chain of entries per stream.

The database refuses to alter or delete an entry (triggers in the first migration). What an entry
means is decided where it is written; how it is hashed is ``domain.ledger``.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.fields.json import KeyTextTransform

NOTES = ("note", "decision", "call")
"""Kinds of entries that are words of people, and stand in the shift log."""


class Head(models.Model):
    """The last entry of a stream, so that a cut-off tail is noticed."""

    stream = models.CharField(max_length=64, primary_key=True)
    seq = models.PositiveIntegerField()
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.stream} at {self.seq}"


class Entry(models.Model):
    """What happened, once, in one stream.

    ``seal`` holds the salts of its texts (``domain.sealing``); entries from before have none.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=64)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    data: models.JSONField[Any, Any] = models.JSONField(default=dict)
    seal: models.JSONField[Any, Any] = models.JSONField(null=True)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["stream", "seq"], name="ledger_entry_in_its_place"),
            models.CheckConstraint(
                condition=models.Q(seq__gte=1), name="ledger_entry_seq_from_one"
            ),
        )
        indexes = (
            models.Index(
                fields=["-at", "-id"],
                condition=models.Q(kind__in=NOTES),
                name="ledger_notes_newest",
            ),
            GinIndex(
                SearchVector(KeyTextTransform("says", "data"), config="english"),
                condition=models.Q(kind__in=NOTES),
                name="ledger_notes_words",
            ),
        )

    def __str__(self) -> str:
        return f"{self.stream}#{self.seq} {self.kind}"
