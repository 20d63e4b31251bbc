"""Terms in the words of the ledger, for the proof that both agree."""

from __future__ import annotations

from typing import Any

from musterpoint.apps.communications.models import GlossaryTerm
from musterpoint.domain.ledger import instant

SAID = (
    "term", "area", "plain", "instead", "instead_many", "keep", "trap", "aliases", "everyday",
    "known_by",
)  # fmt: skip
"""What a term says, by the names that row and value share."""


def as_recorded(row: GlossaryTerm) -> dict[str, Any]:
    """Return the row as its ledger must add up to it: fields that say something."""
    fields = ("code", *SAID, "is_left_out", "changed_at", "changed_by_id")
    found = {name: getattr(row, name) for name in fields}
    found["changed_at"] = instant(row.changed_at)
    return {name: value for name, value in found.items() if value not in (None, "", [], False)}


def term_as_recorded(pk: int) -> dict[str, dict[str, Any]] | None:
    """Return the rows of the stream ``term:<pk>``; None: no such row."""
    row = GlossaryTerm.objects.filter(pk=pk).first()
    return None if row is None else {"term": as_recorded(row)}
