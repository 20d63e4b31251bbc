"""Many runs of a path, each with somebody of its own to tell, and their timers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.report import Report
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.people import add_people
from musterpoint.interfaces.console.bench.scratch import rows
from musterpoint.usecases.log_incident import log_incident

COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns
WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> ALL(%s)
"""
STARTED = """
UPDATE escalation_run r SET started_at = due FROM (
    SELECT id, (%s::timestamptz[])[row_number() OVER (ORDER BY id)] AS due
    FROM escalation_run WHERE state = 'running') AS each WHERE each.id = r.id
"""
ARMED = """
INSERT INTO timers_timer (kind, key, due_at, payload, armed_at, fence, attempts, last_error)
SELECT 'path_step', id::text, started_at, jsonb_build_object('incident', incident_id), %s, 1, 0, ''
FROM escalation_run WHERE state = 'running'
"""
ONE_EACH = """
INSERT INTO incidents_roleonincident (incident_id, code, person_id, opened_at)
SELECT i.id, 'team_leader', p.id, %s FROM
    (SELECT id, row_number() OVER (ORDER BY id) AS n FROM incidents_incident WHERE id > %s) AS i
    JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_person
        WHERE email LIKE 'called%%') AS p ON p.n = i.n
"""


def make(count: int) -> tuple[Any, str]:
    """Make ``count`` runs that nobody was told of; return a person who may sign in, and a token."""
    person, token = add_people()
    now = clock.now()
    aside = Report(summary="Warehouse printer prints half a label", impact="I4", urgency="U4")
    log_incident(report=aside, by=accounts.actor_of(person), at=now)
    report = Report(summary="Calls drop after the second menu", impact="I2", urgency="U2")
    logged = log_incident(report=report, by=accounts.actor_of(person), at=now)
    first = logged.incident.pk
    rows("DELETE FROM timers_timer")
    rows("DELETE FROM notifications_message")
    _copy("incidents_incident", first, count)
    fields = _columns("escalation_run", "id", "incident_id")
    rows(
        f"INSERT INTO escalation_run (incident_id, {fields}) SELECT i.id, {_of('r', fields)}"  # noqa: S608  # names of columns
        " FROM incidents_incident i, escalation_run r WHERE r.incident_id = %s AND i.id > %s",
        [first, first],
    )
    rows("UPDATE escalation_run SET state = 'stopped' WHERE incident_id <= %s", [first])
    _call_one_each(first, person.pk, count, now)
    rows("ANALYZE")
    return person, token


def arm(dues: Sequence[datetime]) -> None:
    """Let each run begin at one of these instants, and arm its timer for it."""
    with transaction.atomic():
        rows(STARTED, [list(dues)])
        rows(ARMED, [clock.now()])
        timers.announce([], work=True)


def _copy(table: str, like: int, count: int) -> None:
    fields = _columns(table, "id")
    rows(
        f"INSERT INTO {table} ({fields}) SELECT {fields} FROM {table},"  # noqa: S608  # names of columns
        " generate_series(1, %s) WHERE id = %s",
        [count, like],
    )


def _call_one_each(first: int, like: int, count: int, at: datetime) -> None:
    """Give each incident somebody of its own: nobody's mailbox is in another's way."""
    fields = _columns("accounts_person", "id", "email", "name", "roles")
    rows(
        f"INSERT INTO accounts_person (email, name, roles, {fields})"  # noqa: S608  # names of columns
        f" SELECT 'called' || n || '@bench.example', 'Called ' || n, ARRAY['agent'], {fields}"
        " FROM accounts_person, generate_series(1, %s) AS n WHERE id = %s",
        [count, like],
    )
    rows(ONE_EACH, [at, first])


def _columns(table: str, *but: str) -> str:
    return str(rows(COLUMNS, [table, list(but)])[0][0])


def _of(table: str, fields: str) -> str:
    return ", ".join(f"{table}.{name}" for name in fields.split(", "))
