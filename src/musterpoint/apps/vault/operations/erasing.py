"""Erase values and people: what is sealed goes, what finds it goes, and last the key.

The row of a value stays, so that its token can say what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from musterpoint.apps.vault.models import DataKey, Hold, Item, Place, Subject
from musterpoint.apps.vault.operations.changes import Changes


def lock_subject(ref: str) -> Subject | None:
    """Lock and return one person, or None when there is none of this reference."""
    return Subject.objects.select_for_update().filter(ref=ref).first()


def lock_subjects(numbers: Collection[int]) -> None:
    """Lock these people in order, so that nobody is held or kept while they are looked at."""
    list(Subject.objects.select_for_update().filter(pk__in=numbers).order_by("pk"))


def is_held(subject: Subject) -> bool:
    """Whether a legal hold stands on the person, or on anything that one of their values is in."""
    streams = Place.objects.filter(item__subject=subject).values("stream")
    standing = Hold.objects.filter(lifted_at=None)
    return standing.filter(subject=subject).exists() or standing.filter(about__in=streams).exists()


def held_among(subjects: Collection[int]) -> set[int]:
    """Return which of these people must not be erased."""
    standing = Hold.objects.filter(lifted_at=None)
    themselves = Subject.objects.filter(pk__in=subjects, holds__lifted_at=None, holds__isnull=False)
    places = Place.objects.filter(
        item__subject__in=subjects, stream__in=standing.exclude(about="").values("about")
    )
    by_place = places.values_list("item__subject_id", flat=True)
    return set(themselves.values_list("pk", flat=True)) | set(by_place)


def close_off(subject: Subject, *, at: datetime, changes: Changes) -> None:
    """Let nobody read or find a locked person from now on: they are about to be erased."""
    Item.objects.filter(subject=subject).update(digest=None)
    changes.set(subject, erase_asked_at=at)


def erase_items(
    items: Iterable[Item], *, because: str, at: datetime, changes: Changes
) -> list[Item]:
    """Erase locked values; a person's key goes with their last one. Returns those that were."""
    erased = [item for item in items if item.erased_at is None]
    for item in erased:
        changes.set(item, sealed=None, digest=None, erased_at=at, erased_because=because)
    touched = {item.subject_id for item in erased}
    left = Item.objects.filter(subject__in=touched, erased_at=None).values("subject")
    DataKey.objects.filter(subject__in=touched).exclude(subject__in=left).delete()
    return erased


def erase_subject(subject: Subject, *, because: str, at: datetime, changes: Changes) -> int:
    """Erase a locked person: every value, and the key. Returns how many values there were."""
    items = list(subject.items.select_for_update().order_by("pk"))
    for item in items:
        item.subject = subject
    erased = erase_items(items, because=because, at=at, changes=changes)
    DataKey.objects.filter(subject=subject).delete()
    changes.set(subject, erased_at=at, erased_because=because)
    return len(erased)


def write_over(finder: str, *, without: Callable[[str], str]) -> None:
    """Apply ``without`` to the reasons that stand in the vault's own rows, where they match.

    The same is done in the ledger, so that both still agree.
    """
    _write_over(Hold.objects.all(), "because", finder, without)
    _write_over(Hold.objects.all(), "lifted_because", finder, without)
    _write_over(Item.objects.all(), "erased_because", finder, without)
    _write_over(Subject.objects.all(), "erased_because", finder, without)


def _write_over(rows: QuerySet[Any], name: str, finder: str, without: Callable[[str], str]) -> None:
    for row in rows.filter(**{f"{name}__iregex": finder}):
        setattr(row, name, without(getattr(row, name)))
        row.save(update_fields=[name])
