"""Fills the scratch database with very many incidents and ledger entries, by SQL alone.

The rows look real enough to be listed, searched and opened. Their chains are not valid: this is to
measure reading, not proof.
"""

from __future__ import annotations

from typing import Any

from musterpoint.apps.accounts import queries as accounts
from musterpoint.domain.report import Report
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.scratch import rows
from musterpoint.usecases.log_incident import log_incident

OPEN = 200
CHUNK = 100_000
WORDS = (
    "telephone,queue,invoice,order,customer,warehouse,delivery,portal,login,password,screen,server,"
    "printer,headset,network,outage,delay,refund,complaint,batch,product,heater,cooker,recall,"
    "supplier,contract,roster,shift,training,recording,transfer,menu,callback,chat,email,website,"
    "payment,card,account,address,label,pallet,forklift,alarm,fire,water,power,battery,router,"
    "firewall,backup,report,dashboard,forecast,schedule,break,agent,supervisor,escalation,incident"
)
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'incidents_incident'
AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
_COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_name = 'incidents_incident' AND is_generated = 'NEVER'
"""
_INCIDENTS = """
INSERT INTO incidents_incident (id, {names})
SELECT g.n, {values} FROM incidents_incident i, words w,
    LATERAL generate_series(%(first)s::bigint, %(last)s::bigint) AS g(n)
WHERE i.id = %(like)s
"""
_CHANGED = {
    "summary": "initcap(w.all_[1 + (g.n * 7919) %% 60]) || ' ' || w.all_[1 + (g.n * 104729) %% 60]"
    " || ' fails for ' || w.all_[1 + (g.n / 60) %% 60] || ' ' || g.n",
    "status": "CASE WHEN g.n <= %(open)s THEN 'in_progress' ELSE 'closed' END",
    "logged_at": "%(now)s::timestamptz - (%(last_of_all)s - g.n) * interval '1 minute'",
    "resolved_at": "CASE WHEN g.n <= %(open)s THEN NULL ELSE %(now)s::timestamptz"
    " - (%(last_of_all)s - g.n) * interval '1 minute' + interval '3 hours' END",
    "closed_at": "CASE WHEN g.n <= %(open)s THEN NULL ELSE %(now)s::timestamptz"
    " - (%(last_of_all)s - g.n) * interval '1 minute' + interval '1 day' END",
    "priority": "'P' || (1 + g.n %% 5)",
    "next_due_at": "CASE WHEN g.n <= %(open)s THEN"
    " %(now)s::timestamptz + g.n * interval '1 minute' END",
    "next_due_kind": "CASE WHEN g.n <= %(open)s THEN 'restore' ELSE '' END",
}
_ENTRIES = """
INSERT INTO ledger_entry (stream, seq, at, recorded_at, actor, kind, data, previous_hash, hash)
SELECT 'incident:' || n, s, t.at, t.at, 'system:bench', 'noted',
    jsonb_build_object('changes', '[]'::jsonb, 'says', 'Looked at it again, nothing new: ' || n),
    decode(md5(n::text) || md5(s::text), 'hex'), decode(md5(s::text) || md5(n::text), 'hex')
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n, generate_series(2, %(each)s) AS s,
    LATERAL (SELECT %(now)s::timestamptz - (%(last_of_all)s - n) * interval '1 minute'
        + s * interval '5 minutes' AS at) AS t
"""


def grow(person: Any, *, incidents: int, entries: int) -> int:
    """Add ``incidents`` like one that is logged properly; return the id of that one."""
    now = clock.now()
    report = Report(summary="Calls drop after the second menu", impact="I2", urgency="U2")
    like = log_incident(report=report, by=accounts.actor_of(person), at=now).incident.pk
    rows("CREATE TABLE words AS SELECT string_to_array(%s, ',') AS all_", [WORDS])
    indexes = rows(_INDEXES)
    for name, _ in indexes:
        rows(f'DROP INDEX "{name}"')
    names = [name for (name,) in rows(_COLUMNS) if name != "id"]
    values = ", ".join(_CHANGED.get(name, f'i."{name}"') for name in names)
    statement = _INCIDENTS.format(names=", ".join(f'"{name}"' for name in names), values=values)
    asked = {"like": like, "now": now, "open": OPEN + like, "last_of_all": like + incidents}
    for first in range(like + 1, like + incidents + 1, CHUNK):
        last = min(first + CHUNK - 1, like + incidents)
        rows(statement, {**asked, "first": first, "last": last})
    for _, definition in indexes:
        rows(definition)
    _grow_ledger(like, incidents, max(2, entries // max(1, incidents)), asked)
    rows(
        "SELECT setval(pg_get_serial_sequence('incidents_incident', 'id'), max(id))"
        " FROM incidents_incident"
    )
    rows("VACUUM ANALYZE incidents_incident")
    rows("VACUUM ANALYZE ledger_entry")
    return int(like)


def _grow_ledger(like: int, incidents: int, each: int, asked: dict[str, Any]) -> None:
    rows("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_in_its_place")
    for first in range(like, like + incidents + 1, CHUNK):
        last = min(first + CHUNK - 1, like + incidents)
        rows(_ENTRIES, {**asked, "first": first, "last": last, "each": each + 1})
    rows("ALTER TABLE ledger_entry ADD CONSTRAINT ledger_entry_in_its_place UNIQUE (stream, seq)")
