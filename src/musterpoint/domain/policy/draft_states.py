"""The life of a draft: written, asked about, approved, published, or given up."""

from __future__ import annotations

from enum import StrEnum


class DraftState(StrEnum):
    DRAFTING = "drafting"
    CONSULTATION = "consultation"
    APPROVAL = "approval"
    APPROVED = "approved"
    PUBLISHED = "published"
    ABANDONED = "abandoned"


EDITABLE = frozenset({DraftState.DRAFTING, DraftState.CONSULTATION})
"""Where clauses may still change; under consultation each change says why."""
OVER = frozenset({DraftState.PUBLISHED, DraftState.ABANDONED})
