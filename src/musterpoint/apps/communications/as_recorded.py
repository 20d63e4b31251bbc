"""Rows of what was said, in the words of the ledger of their incidents, for the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from musterpoint.apps.communications.models import (
    Contradiction,
    Delivery,
    Fact,
    Promise,
    Update,
)
from musterpoint.apps.communications.operations import briefing_record, facts, promises, updates
from musterpoint.apps.incidents.operations.parts import values_of
from musterpoint.apps.incidents.operations.record import plain

Rows = dict[str, dict[str, Any]]


def as_recorded(ids: Sequence[int]) -> dict[int, Rows]:
    """Return the rows of each incident by the name they have in its ledger."""
    found: dict[int, Rows] = {}
    for fact in Fact.objects.filter(incident__in=ids):
        found.setdefault(fact.incident_id, {})[facts.label_of(fact)] = _said(values_of(fact))
    rows = Contradiction.objects.select_related("one", "other").filter(incident__in=ids)
    for row in rows:
        found.setdefault(row.incident_id, {})[facts.label_of(row)] = _said(values_of(row))
    for promise in Promise.objects.filter(incident__in=ids):
        kept = found.setdefault(promise.incident_id or 0, {})
        kept[promises.label_of(promise)] = promises.recorded(promise)
    for incident, name, values in briefing_record.as_recorded(ids):
        found.setdefault(incident, {})[name] = values
    for pk, rows_of_updates in _updates(ids):
        found.setdefault(pk, {}).update(rows_of_updates)
    return found


def _updates(ids: Sequence[int]) -> Iterator[tuple[int, Rows]]:
    for update in Update.objects.filter(incident__in=ids).order_by("id"):
        row = values_of(update) | updates.words_of(update)
        yield update.incident_id, {updates.label_of(update): _said(row)}
    by_hand = Delivery.objects.filter(update__incident__in=ids, by_hand=True)
    for one in by_hand.select_related("update").order_by("id"):
        label = updates.label_of_delivery(one)
        yield one.update.incident_id, {label: _said(updates.by_hand_of(one))}


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items() if plain(value) not in (None, [])}
