"""Read who has learnt what."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from musterpoint.apps.support.models import TrainingRecord

Learnt = dict[str, list[date]]
"""The days on which one person learnt each training, by its code."""


def learnt(people: Collection[int]) -> dict[int, Learnt]:
    """Return what each of these people has learnt and when; nothing stands for nobody."""
    found: dict[int, Learnt] = {}
    rows = TrainingRecord.objects.filter(person__in=people, withdrawn_at=None)
    for person, training, day in rows.values_list("person_id", "training", "learnt_on"):
        found.setdefault(person, {}).setdefault(training, []).append(day)
    return found


def newest(*, limit: int = 50) -> list[TrainingRecord]:
    """Return what was recorded last and counts."""
    rows = TrainingRecord.objects.filter(withdrawn_at=None)
    return list(rows.select_related("person", "recorded_by").order_by("-id")[:limit])
