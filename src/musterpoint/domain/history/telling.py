"""What there is to tell of an incident, as it grows: its state, and an entry for each step of it.

Whoever sets a field here also writes its change, so that the entries always add up to the state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from musterpoint.domain.history.course import Point
from musterpoint.domain.history.values import Value

_EMPTY_TEXTS = (
    "status", "hold_reason", "priority", "gravest_priority", "category", "summary", "nature",
    "resolution", "reported_by", "source", "verified_by", "service_named", "site_named",
    "queue_named", "account_named", "group_named",
)  # fmt: skip
_NOT_KNOWN = (
    "impact", "urgency", "customers_affected", "source_met_target", "vulnerable_customers",
    "life_safety", "personal_data", "logged_at", "began_at", "acknowledged_at", "restored_at",
    "resolved_at", "closed_at",
)  # fmt: skip
EMPTY_STATE: Mapping[str, Value] = {
    **dict.fromkeys(_EMPTY_TEXTS, ""),
    **dict.fromkeys(_NOT_KNOWN, None),
    **dict.fromkeys(("reassignments", "reopened"), 0),
}
"""An incident's row before anything is known; also the list of fields that history can fill."""


@dataclass(slots=True)
class Happening:
    """One ledger entry to be; ``data`` holds ``changes`` and what else the source said."""

    kind: str
    at: datetime
    data: dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Told:
    """What there is to record. Nothing, when ``entries`` is empty."""

    state: dict[str, Value]
    facts: dict[str, str]
    summary: dict[str, Any]
    points: list[Point]
    entries: list[Happening] = field(default_factory=list)
    new: int = 0
    repeats: int = 0
    ends_at: datetime | None = None


def apply(told: Told, values: Mapping[str, Value]) -> None:
    """Set fields, and put those that change into the last entry."""
    changes = told.entries[-1].data["changes"]
    for name, new in values.items():
        old = told.state[name]
        if old != new or type(old) is not type(new):
            told.state[name] = new
            was, becomes = recorded(name, old), recorded(name, new)
            if was != becomes or type(was) is not type(becomes):
                changes.append({"of": "incident", "field": name, "old": was, "new": becomes})


def recorded(name: str, value: Value) -> Value:
    """Return a value as the ledger holds it: what is empty in a new row is null."""
    return None if value == "" or (value == 0 and name in _FROM_ZERO) else value


_FROM_ZERO = frozenset({"reassignments", "reopened"})


def apply_facts(told: Told, facts: Mapping[str, str], *, keep: Iterable[str]) -> None:
    """Make the facts those given; others are gone unless kept."""
    changes = told.entries[-1].data["changes"]
    for name, new in facts.items():
        old = told.facts.get(name)
        if old != new:
            changes.append({"of": "source", "field": name, "old": old, "new": new})
            told.facts[name] = new
    for name in sorted(told.facts.keys() - facts.keys() - set(keep)):
        changes.append({"of": "source", "field": name, "old": told.facts.pop(name), "new": None})
