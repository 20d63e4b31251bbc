"""Rows of what was said, in the words of the ledger of their incidents, for the proof."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from musterpoint.apps.communications.models import Contradiction, Fact, Promise
from musterpoint.apps.communications.operations import briefing_record, facts, promises
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
    return found


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items() if plain(value) not in (None, [])}
