"""What happens to a rota, or to a person's absence: rows, and the entry that says so.

The ledger holds people as ``person:<id>`` and neither names nor why somebody is away.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Field, Model

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.rotas.models import (
    Absence,
    CalendarFeed,
    OutsideCalendar,
    Override,
    RoleRota,
    Rota,
    Shadow,
    Swap,
)
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.ledger import instant

TOPIC = "rotas"
_LABELS: dict[type[Model], str] = {
    Absence: "absence",
    CalendarFeed: "calendar_feed",
    OutsideCalendar: "outside_calendar",
    Override: "override",
    RoleRota: "role",
    Shadow: "shadow",
    Swap: "swap",
}
_UNTRACKED: dict[type[Model], frozenset[str]] = {
    Absence: frozenset({"id", "person", "kind"}),
    CalendarFeed: frozenset({"id", "person", "digest"}),
    # The address of an outside calendar opens it; what it says today moves with the day.
    OutsideCalendar: frozenset(
        ["id", "rota", "url", "etag", "tried_at", "fetched_at", "spans", "unmatched", "last_error"]
    ),
    Rota: frozenset({"id", "version", "changed_at"}),
}
_HANGING_ON_A_ROTA = frozenset({"id", "rota"})


def label_of(row: Model) -> str:
    """Return under which name the ledger speaks of a row, such as ``override:7``."""
    return "rota" if isinstance(row, Rota) else f"{_LABELS[type(row)]}:{row.pk}"


def as_recorded(row: Model) -> dict[str, Any]:
    """Return the row as its ledger must add up to it: tracked fields that are not empty."""
    found = {field.name: _recorded(field, getattr(row, field.attname)) for field in _tracked(row)}
    return {name: value for name, value in found.items() if value is not None}


class Record:
    """What is happening in this transaction: ``add`` and ``set`` write rows, ``enter`` says so."""

    def __init__(self, *, at: datetime, actor: str) -> None:
        self.at = at
        self.actor = actor
        self._changes: list[dict[str, Any]] = []

    def add(self, row: Model) -> None:
        """Write a new row."""
        row.save(force_insert=True)
        for name, value in as_recorded(row).items():
            self._change(row, name, None, value)

    def set(self, row: Model, **values: Any) -> None:
        """Set fields of a row that is locked (a foreign key by ``name_id``)."""
        tracked = {field.attname: field for field in _tracked(row)}
        for name, value in values.items():
            field = tracked.get(name)
            if field is not None:
                old, new = _recorded(field, getattr(row, name)), _recorded(field, value)
                if old != new:
                    self._change(row, field.name, old, new)
            setattr(row, name, value)
        row.save(update_fields=sorted(values))

    def remove(self, row: Model) -> None:
        """Delete a row, leaving what it was in the ledger."""
        for name, value in as_recorded(row).items():
            self._change(row, name, value, None)
        row.delete()

    def enter(self, kind: str, *, stream: str, says: str = "") -> None:
        """Append one entry with all that was written; nothing when nothing was."""
        if not self._changes:
            return
        data: dict[str, Any] = {"changes": self._changes}
        if says:
            data["says"] = says
        draft = ledger.Draft(kind=kind, at=self.at, actor=self.actor, data=data)
        ledger.append(stream=stream, drafts=[draft], recorded_at=self.at)
        timers.announce({TOPIC, stream})
        self._changes = []

    def _change(self, row: Model, name: str, old: Any, new: Any) -> None:
        self._changes.append({"of": label_of(row), "field": name, "old": old, "new": new})


def _tracked(row: Model) -> list[Field[Any, Any]]:
    untracked = _UNTRACKED.get(type(row), _HANGING_ON_A_ROTA)
    return [field for field in row._meta.concrete_fields if field.name not in untracked]


def _recorded(field: Field[Any, Any], value: Any) -> Any:
    if value in (None, "", [], {}):
        return None
    if field.related_model is Person:
        return f"person:{value}"
    return instant(value) if isinstance(value, datetime) else value
