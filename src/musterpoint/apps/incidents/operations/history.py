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
from musterpoint.apps.ledger import bulk as ledger
from musterpoint.apps.ledger.operations import Draft
from musterpoint.apps.ledger.salting import new_salt
from musterpoint.domain.clocks import ClockEvent, ClockKind, reckon
from musterpoint.domain.history import Told, clock_events
from musterpoint.domain.policy.document import Strategy

_COLUMNS = [
    field
    for field in Incident._meta.concrete_fields
    if not isinstance(field, models.GeneratedField)
]
_CLOCK_FIELDS = (
    "kind", "cycle", "target", "calendar", "events", "state", "started_at", "due_at", "met_at",
    "breached_at",
)  # fmt: skip


@dataclass(slots=True, kw_only=True)
class ToKeep:
    """One incident's history to write: a new one has no row yet."""

    ref: str
    told: Told
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


def refresh_statistics() -> None:
    """Let the planner know how much came in; knowing of an empty table, it walks a full one whole.

    PostgreSQL does so by itself, but only minutes after.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_incident, incidents_clock, ledger_entry, ledger_head")


def keep_all(kept: Sequence[ToKeep], *, source: str, actor: str, recorded_at: datetime) -> None:
    """Write rows, clocks and ledger entries of all ``kept``."""
    new = [one for one in kept if one.incident is None]
    _keep_new(list(zip(_next_pks(len(new)), new, strict=True)), source, actor, recorded_at)
    known = [(one.incident.pk, one) for one in kept if one.incident is not None]
    _keep_known(known, actor, recorded_at)


def _keep_new(
    new: Sequence[tuple[int, ToKeep]], source: str, actor: str, recorded_at: datetime
) -> None:
    if not new:
        return
    clocks: list[tuple[int, dict[str, Any]]] = []
    for pk, one in new:
        for name, values in _reckoned(one).items():
            _note(one, name, {}, values)
            clocks.append((pk, values))
    _copy_incidents(new, source=source)
    _copy_clocks(clocks)
    ledger.append_plain(
        {f"incident:{pk}": _drafts(one, actor) for pk, one in new},
        recorded_at=recorded_at,
        are_new=True,
    )


def _keep_known(known: Sequence[tuple[int, ToKeep]], actor: str, recorded_at: datetime) -> None:
    if not known:
        return
    before = _clocks_of([pk for pk, _ in known])
    moved: list[Clock] = []
    for pk, one in known:
        for name, values in _reckoned(one).items():
            clock = before.get((pk, name)) or Clock(incident_id=pk)
            old = {f: plain(getattr(clock, f)) for f in _CLOCK_FIELDS} if clock.pk else {}
            if _note(one, name, old, values):
                for field, value in values.items():
                    setattr(clock, field, _as_row(field, value))
                moved.append(clock)
    _update_incidents([one for _, one in known])
    keep_clocks(moved)
    ledger.append_plain(
        {f"incident:{pk}": _drafts(one, actor) for pk, one in known},
        recorded_at=recorded_at,
        are_new=False,
    )


def _drafts(one: ToKeep, actor: str) -> list[Draft]:
    return [
        Draft(kind=e.kind, at=e.at, actor=actor, data=e.data, salt=new_salt())
        for e in one.told.entries
    ]


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


def _clocks_of(pks: Sequence[int]) -> dict[tuple[int, str], Clock]:
    rows = Clock.objects.filter(incident__in=pks, cycle=1)
    return {(clock.incident_id, f"clock:{clock.kind}:1"): clock for clock in rows}


def _reckoned(one: ToKeep) -> dict[str, dict[str, Any]]:
    """Return the clocks as the ledger holds them, by their name in it."""
    state, ends_at = one.told.state, one.told.ends_at
    if ends_at is None:
        return {}
    courses = clock_events(
        one.told.points,
        strategy=one.strategy,
        started_at=_instant(state["logged_at"]) or ends_at,
        resolved_at=_instant(state["resolved_at"]),
        acknowledged_at=_instant(state["acknowledged_at"]),
    )
    return {
        f"clock:{kind}:1": _values(kind, events, strategy=one.strategy, ends_at=ends_at)
        for kind, events in courses.items()
    }


def _note(one: ToKeep, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Put what differs of a clock into the last entry; return whether anything does."""
    changes = [
        {"of": name, "field": field, "old": old.get(field), "new": value}
        for field, value in new.items()
        if value != old.get(field)
    ]
    one.told.entries[-1].data["changes"].extend(changes)
    return bool(changes)


def _values(
    kind: ClockKind, events: Sequence[ClockEvent], *, strategy: Strategy, ends_at: datetime
) -> dict[str, Any]:
    calendar = strategy.calendars[events[0].calendar or next(iter(strategy.calendars))]
    at = max(ends_at, events[-1].at)
    now = reckon(events, calendar=calendar, calendars=strategy.calendars, at=at)
    return {
        "kind": str(kind),
        "cycle": 1,
        "target": int(now.target.total_seconds()),
        "calendar": now.course.calendar.name,
        "events": [to_json(event) for event in events],
        "state": str(now.state),
        "started_at": plain(now.started_at),
        "due_at": plain(now.due_at),
        "met_at": plain(now.met_at),
        "breached_at": plain(now.breached_at),
    }


def _as_row(field: str, value: Any) -> Any:
    if field == "target":
        return timedelta(seconds=value)
    return _instant(value) if field.endswith("_at") else value


def _copy_incidents(rows: Sequence[tuple[int, ToKeep]], *, source: str) -> None:
    defaults = {field.attname: field.get_default() for field in _COLUMNS}
    json_fields = {f.attname for f in _COLUMNS if isinstance(f, models.JSONField)}
    for name in json_fields:
        defaults[name] = json.dumps(defaults[name])
    lines = []
    for pk, one in rows:
        values = defaults | one.told.state
        values |= {"id": pk, "strategy_id": one.version_id, "import_digest": one.digest}
        values |= {"source_system": source, "source_ref": one.ref}
        values |= {"version": len(one.told.entries), "source_facts": _facts_text(one.told)}
        lines.append([values[field.attname] for field in _COLUMNS])
    _copy("incidents_incident", [str(field.column) for field in _COLUMNS], lines)


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


def _copy_clocks(clocks: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    lines = [
        [
            pk,
            *(
                json.dumps(values[field])
                if field == "events"
                else f"{values[field]} seconds"
                if field == "target"
                else values[field]
                for field in _CLOCK_FIELDS
            ),
        ]
        for pk, values in clocks
    ]
    _copy("incidents_clock", ["incident_id", *_CLOCK_FIELDS], lines)


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
