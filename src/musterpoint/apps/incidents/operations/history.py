"""Write imported history in bulk: rows by COPY, ledger entries in one statement a batch.

The caller has decided everything (``domain.history``) and holds the transaction. History arms no
timer, runs no path and sends no message.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, models
from psycopg import sql

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.incidents.operations.clock_events import to_json
from musterpoint.apps.incidents.operations.record import keep_clocks, plain
from musterpoint.apps.ledger import operations as ledger
from musterpoint.domain.clocks import ClockEvent, ClockKind, reckon
from musterpoint.domain.history import Past, Told, clock_events
from musterpoint.domain.policy.document import Strategy

_COLUMNS = [
    field
    for field in Incident._meta.concrete_fields
    if not isinstance(field, models.GeneratedField)
]
_CLOCK_COLUMNS = [field for field in Clock._meta.concrete_fields if field.name != "id"]
_CLOCK_FIELDS = (
    "kind", "cycle", "target", "calendar", "events", "state", "started_at", "due_at", "met_at",
    "breached_at",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class ToKeep:
    """One incident's history to write: a new one has no row yet."""

    ref: str
    told: Told
    past: Past
    digest: str
    strategy: Strategy
    version_id: int
    incident: Incident | None = None


def lock_source(source: str) -> None:
    """Let one import of a source write at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"import:{source}"])


def lock_known(source: str, refs: Sequence[str]) -> dict[str, Incident]:
    """Lock and return the incidents of this source that are here already, by their reference."""
    rows = Incident.objects.select_for_update(of=("self",)).filter(
        source_system=source, source_ref__in=refs
    )
    return {row.source_ref: row for row in rows.order_by("pk")}


def keep_all(kept: Sequence[ToKeep], *, source: str, actor: str, recorded_at: datetime) -> None:
    """Write rows, clocks and ledger entries of all ``kept``."""
    new = [one for one in kept if one.incident is None]
    known = [one for one in kept if one.incident is not None]
    pks = dict(zip((one.ref for one in new), _next_pks(len(new)), strict=True))
    clocks = _clocks_of(known)
    made: list[Clock] = []
    moved: list[Clock] = []
    streams: dict[str, list[ledger.Draft]] = {}
    for one in kept:
        pk = one.incident.pk if one.incident is not None else pks[one.ref]
        for clock in _reckoned(one, pk, clocks.get(pk, {})):
            (moved if clock.pk else made).append(clock)
        streams[f"incident:{pk}"] = [
            ledger.Draft(kind=e.kind, at=e.at, actor=actor, data=e.data) for e in one.told.entries
        ]
    _copy_incidents([(pks[one.ref], one) for one in new], source=source)
    _update_incidents(known)
    _copy_clocks(made)
    keep_clocks(moved)
    fresh = {f"incident:{pk}" for pk in pks.values()}
    _append({s: d for s, d in streams.items() if s in fresh}, recorded_at, are_new=True)
    _append({s: d for s, d in streams.items() if s not in fresh}, recorded_at, are_new=False)


def _append(
    streams: Mapping[str, Sequence[ledger.Draft]], recorded_at: datetime, *, are_new: bool
) -> None:
    if streams:
        ledger.append_all(streams, recorded_at=recorded_at, are_new=are_new)


def _next_pks(count: int) -> list[int]:
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('incidents_incident', 'id'))"
            " FROM generate_series(1, %s)",
            [count],
        )
        return [row[0] for row in cursor.fetchall()]


def _clocks_of(known: Sequence[ToKeep]) -> dict[int, dict[str, Clock]]:
    found: dict[int, dict[str, Clock]] = {}
    pks = [one.incident.pk for one in known if one.incident is not None]
    for clock in Clock.objects.filter(incident__in=pks, cycle=1) if pks else ():
        found.setdefault(clock.incident_id, {})[clock.kind] = clock
    return found


def _reckoned(one: ToKeep, pk: int, before: Mapping[str, Clock]) -> list[Clock]:
    """Return the clocks that differ from those kept, and name the changes in the last entry."""
    state, ends_at = one.told.state, one.told.ends_at
    if ends_at is None or not one.told.entries:
        return []
    courses = clock_events(
        one.told.points,
        strategy=one.strategy,
        started_at=_instant(state["logged_at"]) or ends_at,
        resolved_at=_instant(state["resolved_at"]),
        acknowledged_at=_instant(state["acknowledged_at"]),
    )
    changes = one.told.entries[-1].data["changes"]
    clocks = []
    for kind, events in courses.items():
        at = max(ends_at, events[-1].at)
        values = _values(kind, events, strategy=one.strategy, at=at)
        clock = before.get(kind) or Clock(incident_id=pk)
        name = f"clock:{kind}:1"
        is_changed = False
        for field in _CLOCK_FIELDS:
            old = None if clock.pk is None else plain(getattr(clock, field))
            new = plain(values[field])
            if old != new:
                is_changed = True
                changes.append({"of": name, "field": field, "old": old, "new": new})
                setattr(clock, field, values[field])
        if is_changed:
            clocks.append(clock)
    return clocks


def _values(
    kind: ClockKind, events: Sequence[ClockEvent], *, strategy: Strategy, at: datetime
) -> dict[str, Any]:
    calendar = strategy.calendars[events[0].calendar or next(iter(strategy.calendars))]
    now = reckon(events, calendar=calendar, calendars=strategy.calendars, at=at)
    return {
        "kind": str(kind),
        "cycle": 1,
        "target": now.target,
        "calendar": now.course.calendar.name,
        "events": [to_json(event) for event in events],
        "state": str(now.state),
        "started_at": now.started_at,
        "due_at": now.due_at,
        "met_at": now.met_at,
        "breached_at": now.breached_at,
    }


def _copy_incidents(rows: Sequence[tuple[int, ToKeep]], *, source: str) -> None:
    defaults = {field.attname: field.get_default() for field in _COLUMNS}
    json_fields = {f.attname for f in _COLUMNS if isinstance(f, models.JSONField)}
    for name in json_fields:
        defaults[name] = json.dumps(defaults[name])
    lines = []
    for pk, one in rows:
        values = defaults | one.told.state | _common(one)
        values |= {"id": pk, "strategy_id": one.version_id}
        values |= {"source_system": source, "source_ref": one.ref}
        values |= {"version": len(one.told.entries), "source_facts": _facts_text(one.told)}
        lines.append([values[field.attname] for field in _COLUMNS])
    _copy("incidents_incident", [field.column for field in _COLUMNS], lines)


def _common(one: ToKeep) -> dict[str, Any]:
    return {"import_digest": one.digest}


def _facts(told: Told) -> dict[str, Any]:
    return {**told.facts, "history": told.summary}


def _facts_text(told: Told) -> str:
    return json.dumps(_facts(told), ensure_ascii=False)


def _update_incidents(known: Sequence[ToKeep]) -> None:
    rows = []
    for one in known:
        row = one.incident
        assert row is not None
        for name, value in one.told.state.items():
            setattr(row, name, _instant(value) if name.endswith("_at") else value)
        row.source_facts = _facts(one.told)
        row.import_digest = one.digest
        row.version += len(one.told.entries)
        rows.append(row)
    names = [*known[0].told.state, "source_facts", "import_digest", "version"] if known else []
    # One statement for all: an upsert that only ever meets rows which are locked and there.
    Incident.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=names
    )


def _copy_clocks(clocks: Sequence[Clock]) -> None:
    lines = []
    for clock in clocks:
        values = {field.attname: getattr(clock, field.attname) for field in _CLOCK_COLUMNS}
        values["events"] = json.dumps(values["events"])
        lines.append([_copied(values[field.attname]) for field in _CLOCK_COLUMNS])
    _copy("incidents_clock", [field.column for field in _CLOCK_COLUMNS], lines)


def _copied(value: Any) -> Any:
    return f"{value.total_seconds()} seconds" if isinstance(value, timedelta) else value


def _copy(table: str, columns: Sequence[str], lines: Sequence[Sequence[Any]]) -> None:
    if not lines:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in lines:
            copy.write_row(line)


def _instant(value: Any) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
