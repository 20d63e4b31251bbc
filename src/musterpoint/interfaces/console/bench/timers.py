"""How late a timer's message is when very many fall due in the same second.

Real worker processes; lateness is counted from the due instant until the message is seen committed.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.report import Report
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.people import add_people
from musterpoint.interfaces.console.bench.samples import percentile
from musterpoint.interfaces.console.bench.scratch import Scratch, rows, scratch
from musterpoint.usecases.log_incident import log_incident

GLANCE = 0.005
PATIENCE = 120.0
COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> ALL(%s)
"""
DUE = """
INSERT INTO timers_timer (kind, key, due_at, payload, armed_at, fence, attempts, last_error)
SELECT 'path_step', r.id::text, %(due)s, jsonb_build_object('incident', r.incident_id), %(now)s,
    1, 0, '' FROM escalation_run r WHERE r.id > %(last)s
"""
TOLD = "SELECT count(*) FROM notifications_message WHERE purpose = 'path'"
STILL_DUE = """
SELECT count(*) FROM timers_timer WHERE kind = 'path_step' AND fired_at IS NULL
AND due_at = (SELECT max(started_at) FROM escalation_run)
"""
VERDICT = """
SELECT (SELECT count(DISTINCT stream) FROM notifications_message WHERE purpose = 'path'),
    (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM notifications_message
        WHERE purpose = 'path' GROUP BY stream, recipient_id, address, channel) AS each)
    + (SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM escalation_telling
        WHERE state = 'told' GROUP BY run_id) AS each)
"""


def measure(*, count: int = 10_000, workers: int = 2) -> dict[str, Any]:
    """Let ``count`` paths fall due at one instant and watch what ``workers`` processes do."""
    with scratch("timers") as here:
        _make_runs(count)
        _start_workers(here, workers)
        due_at = clock.now() + timedelta(seconds=3 + count / 10_000)
        _arm(due_at)
        seen = _watch(due_at, count)
        fired, doubled = rows(VERDICT)[0]
    late = _lateness(seen, due_at, count)
    return {
        "count": count,
        "workers": workers,
        "fired": fired,
        "lost": count - fired,
        "doubled": int(doubled),
        "p50_s": round(percentile(late, 0.5), 3),
        "p99_s": round(percentile(late, 0.99), 3),
        "max_s": round(max(late, default=0.0), 3),
    }


def _make_runs(count: int) -> None:
    """Log one incident, then copy it and its run, which have no timer yet."""
    person, _ = add_people()
    now = clock.now()
    report = Report(summary="Calls drop after the second menu", impact="I2", urgency="U2")
    logged = log_incident(report=report, by=accounts.actor_of(person), at=now)
    first = logged.incident.pk
    rows("DELETE FROM timers_timer")
    fields = rows(COLUMNS, ["incidents_incident", ["id"]])[0][0]
    rows(
        f"INSERT INTO incidents_incident ({fields}) SELECT {fields} FROM incidents_incident,"  # noqa: S608  # names of columns
        " generate_series(1, %s) WHERE id = %s",
        [count, first],
    )
    fields = rows(COLUMNS, ["escalation_run", ["id", "incident_id"]])[0][0]
    rows(
        f"INSERT INTO escalation_run (incident_id, {fields}) SELECT i.id, {_of_run(fields)}"  # noqa: S608  # names of columns
        " FROM incidents_incident i, escalation_run r WHERE r.incident_id = %s AND i.id > %s",
        [first, first],
    )
    rows("UPDATE escalation_run SET state = 'stopped' WHERE incident_id = %s", [first])
    rows("ANALYZE")


def _of_run(fields: str) -> str:
    return ", ".join(f"r.{name}" for name in fields.split(", "))


def _start_workers(here: Scratch, workers: int) -> None:
    for _ in range(workers):
        here.start("worker")
    until = time.monotonic() + 30
    while rows("SELECT count(*) FROM timers_beat")[0][0] < workers:
        if time.monotonic() > until:
            raise RuntimeError("The workers did not come up.")
        time.sleep(0.1)
    time.sleep(1)


def _arm(due_at: datetime) -> None:
    with transaction.atomic():
        rows("UPDATE escalation_run SET started_at = %s WHERE state = 'running'", [due_at])
        last = rows("SELECT min(id) FROM escalation_run")[0][0]
        rows(DUE, {"due": due_at, "now": clock.now(), "last": last})
        timers.announce([], work=True)


def _watch(due_at: datetime, count: int) -> list[tuple[datetime, int]]:
    """Look again and again how many messages are committed; stop when no more come."""
    seen: list[tuple[datetime, int]] = []
    until = due_at + timedelta(seconds=PATIENCE)
    time.sleep(max(0.0, (due_at - clock.now()).total_seconds()))
    while clock.now() < until:
        told = rows(TOLD)[0][0]
        if not seen or told != seen[-1][1]:
            seen.append((clock.now(), told))
        if told and _all_told(count):
            break
        time.sleep(GLANCE)
    time.sleep(1)  # a second telling would come now
    return seen


def _all_told(count: int) -> bool:
    return bool(rows(STILL_DUE)[0][0] == 0) and count > 0


def _lateness(seen: list[tuple[datetime, int]], due_at: datetime, count: int) -> list[float]:
    """Return how late each path was told; every path has the same number of messages."""
    if not seen or not seen[-1][1]:
        return []
    each = seen[-1][1] / count
    late: list[float] = []
    for at, told in seen:
        reached = round(told / each)
        late += [(at - due_at).total_seconds()] * (reached - len(late))
    return late
