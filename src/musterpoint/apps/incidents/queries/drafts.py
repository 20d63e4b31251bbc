"""What a person has typed and not sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.incidents.models import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A draft by its key."""

    key: str
    saved_at: datetime


def drafts_of(person_id: int, *, limit: int = 20) -> list[Kept]:
    """Return a person's drafts, newest first."""
    rows = Draft.objects.filter(person=person_id).order_by("-saved_at", "-pk")
    return [Kept(key=key, saved_at=at) for key, at in rows.values_list("key", "saved_at")[:limit]]
