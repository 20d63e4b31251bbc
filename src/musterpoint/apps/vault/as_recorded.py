"""Rows of the vault in the words of the ledger, for the proof that both agree. Never a value."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Model

from musterpoint.apps.vault.models import Hold, Item, Place, Subject
from musterpoint.domain.ledger import instant

_UNTRACKED: dict[type[Model], frozenset[str]] = {
    Subject: frozenset({"id"}),
    Item: frozenset({"id", "subject", "sealed", "digest", "digest_key", "identifies", "token"}),
    Hold: frozenset({"id"}),
}


def label_of(row: Model) -> str:
    """Return under which name the ledger speaks of a row, such as ``item:V-7K2M9Q4XTB``."""
    if isinstance(row, Item):
        return f"item:{row.token}"
    return "subject" if isinstance(row, Subject) else "hold"


def as_recorded(row: Model) -> dict[str, Any]:
    """Return the row as its ledger must add up to it: tracked fields that are not empty."""
    untracked = _UNTRACKED[type(row)]
    found = {
        field.name: _plain(getattr(row, field.attname))
        for field in row._meta.concrete_fields
        if field.name not in untracked
    }
    return {name: value for name, value in found.items() if value is not None}


def subject_as_recorded(pk: int) -> dict[str, dict[str, Any]] | None:
    """Return a person's rows as their ledger must add up to them; None: no such person."""
    subject = Subject.objects.filter(pk=pk).first()
    if subject is None:
        return None
    rows = {"subject": as_recorded(subject)}
    places: dict[int, list[str]] = defaultdict(list)
    for place in Place.objects.filter(item__subject=subject).order_by("pk"):
        places[place.item_id].append(place.stream)
    for item in subject.items.order_by("pk"):
        rows[label_of(item)] = as_recorded(item)
        if places[item.pk]:
            rows[label_of(item)]["places"] = places[item.pk]
    return rows


def hold_as_recorded(pk: int) -> dict[str, dict[str, Any]] | None:
    """Return a legal hold as its ledger must add up to it; None: no such hold."""
    hold = Hold.objects.filter(pk=pk).first()
    return None if hold is None else {label_of(hold): as_recorded(hold)}


def _plain(value: Any) -> Any:
    if value in (None, ""):
        return None
    return instant(value) if isinstance(value, datetime) else value
