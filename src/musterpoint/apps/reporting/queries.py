"""Figures over all incidents, counted by the database; quick at a million of them.

What imported history tells only over time (whom it waited for, which groups held it) was summed up
when it was imported and stands in the row. For the product's own incidents the ledger is asked.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection

_ROWS = """
SELECT count(*) AS incidents,
    count(*) FILTER (WHERE source_met_target) AS source_sla_met,
    count(*) FILTER (WHERE source_met_target IS FALSE) AS source_sla_missed,
    count(*) FILTER (WHERE reopened > 0) AS reopened,
    count(*) FILTER (WHERE reassignments = 0) AS not_reassigned,
    avg(reassignments)::float8 AS mean_reassignments,
    count(resolved_at) AS resolved,
    (percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM resolved_at - logged_at))
        FILTER (WHERE resolved_at IS NOT NULL) / 3600)::float8 AS median_hours_to_resolve,
    count(*) FILTER (WHERE jsonb_array_length(source_facts #> '{history,priorities}') > 1)
        AS priority_changed,
    count(*) FILTER (WHERE source_facts #> '{history,waited_for}' ? 'user') AS waited,
    count(*) FILTER (WHERE logged_at <= %(at)s AND (closed_at IS NULL OR closed_at > %(at)s)
        AND status <> 'withdrawn') AS open_at,
    count(*) FILTER (WHERE logged_at <= %(at)s AND (coalesce(resolved_at, closed_at) IS NULL
        OR coalesce(resolved_at, closed_at) > %(at)s) AND status <> 'withdrawn') AS unresolved_at
FROM incidents_incident WHERE %(source)s IS NULL OR source_system = %(source)s
"""
_EVENTS = """
SELECT coalesce(sum(h.seq), 0)::bigint FROM incidents_incident i
JOIN ledger_head h ON h.stream = 'incident:' || i.id
WHERE %(source)s IS NULL OR i.source_system = %(source)s
"""
_PRIORITIES = """
SELECT priority, count(*) FROM incidents_incident
WHERE %(source)s IS NULL OR source_system = %(source)s GROUP BY priority ORDER BY priority
"""
_GROUPS = """
SELECT count(*), count(*) FILTER (WHERE name <> '') FROM (
    SELECT DISTINCT jsonb_array_elements_text(source_facts #> '{history,groups}') AS name
    FROM incidents_incident
    WHERE source_system <> '' AND (%(source)s IS NULL OR source_system = %(source)s)
) AS named
"""
_CLOCKS = """
SELECT c.kind, c.state, count(*), count(*) FILTER (WHERE i.source_met_target),
    count(*) FILTER (WHERE i.source_met_target IS FALSE)
FROM incidents_clock c JOIN incidents_incident i ON i.id = c.incident_id
WHERE %(source)s IS NULL OR i.source_system = %(source)s
GROUP BY c.kind, c.state ORDER BY c.kind, c.state
"""
_HELP = """
SELECT count(*), count(first_at), (percentile_cont(0.5) WITHIN GROUP
    (ORDER BY extract(epoch FROM first_at - asked_at)))::float8
FROM (
    SELECT h.asked_at, least(h.answered_at, min(o.offered_at)) AS first_at
    FROM incidents_helprequest h JOIN incidents_incident i ON i.id = h.incident_id
    LEFT JOIN incidents_helpoffer o ON o.help_id = h.id
    WHERE %(source)s IS NULL OR i.source_system = %(source)s GROUP BY h.id
) AS call
"""
_OWN = """
SELECT count(DISTINCT e.stream) FILTER (WHERE c->>'field' = 'priority' AND c->'old' <> 'null'),
    count(DISTINCT e.stream) FILTER (WHERE c->>'field' = 'hold_reason'
        AND c->>'new' = ANY(%(waits)s))
FROM ledger_entry e
JOIN incidents_incident i ON e.stream = 'incident:' || i.id AND i.source_system = ''
CROSS JOIN LATERAL jsonb_array_elements(e.data->'changes') AS c
WHERE e.data @? '$.changes[*] ? (@.of == "incident" &&
    (@.field == "priority" || @.field == "hold_reason"))'
"""
WAITS_FOR_USER = ("waiting_for_customer", "waiting_for_user")
"""Reasons to hold that mean: the person who reported it must answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFigures:
    """Calls for help, those that somebody offered to come to or answered, and how soon."""

    asked: int
    answered: int
    median_seconds_to_first_answer: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFigures:
    """See docs/reference/report.md for what each figure counts."""

    source: str | None
    incidents: int
    events: int
    by_priority: dict[str, int]
    source_sla_met: int
    source_sla_missed: int
    priority_changed: int
    reopened: int
    not_reassigned: int
    mean_reassignments: float | None
    resolved: int
    median_hours_to_resolve: float | None
    ever_waiting_for_user: int
    groups: int
    groups_named: int
    open_at: int
    unresolved_at: int
    at: str
    clocks: dict[str, dict[str, dict[str, int]]]
    help: HelpFigures

    def as_json(self) -> dict[str, Any]:
        """Return the figures as they are printed."""
        return asdict(self)


def incident_figures(*, source: str | None, at: datetime) -> IncidentFigures:
    """Return the figures of one source, or of all incidents when ``source`` is None."""
    asked = {"source": source, "at": at, "waits": list(WAITS_FOR_USER)}
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, asked)
        names = [column.name for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
        cursor.execute(_EVENTS, asked)
        events = cursor.fetchone()[0]
        cursor.execute(_PRIORITIES, asked)
        priorities = {code or "none": count for code, count in cursor.fetchall()}
        cursor.execute(_GROUPS, asked)
        groups, named = cursor.fetchone()
        cursor.execute(_CLOCKS, asked)
        clocks = _clocks(cursor.fetchall())
        cursor.execute(_HELP, asked)
        calls = _help(*cursor.fetchone())
        changed, waited = 0, 0
        if not source:
            cursor.execute(_OWN, asked)
            changed, waited = cursor.fetchone()
    return IncidentFigures(
        source=source,
        incidents=row["incidents"],
        events=events,
        by_priority=priorities,
        source_sla_met=row["source_sla_met"],
        source_sla_missed=row["source_sla_missed"],
        priority_changed=row["priority_changed"] + changed,
        reopened=row["reopened"],
        not_reassigned=row["not_reassigned"],
        mean_reassignments=_rounded(row["mean_reassignments"]),
        resolved=row["resolved"],
        median_hours_to_resolve=_rounded(row["median_hours_to_resolve"]),
        ever_waiting_for_user=row["waited"] + waited,
        groups=groups,
        groups_named=named,
        open_at=row["open_at"],
        unresolved_at=row["unresolved_at"],
        at=at.isoformat().replace("+00:00", "Z"),
        clocks=clocks,
        help=calls,
    )


def _clocks(rows: list[tuple[str, str, int, int, int]]) -> dict[str, dict[str, dict[str, int]]]:
    found: dict[str, dict[str, dict[str, int]]] = {}
    for kind, state, count, met, missed in rows:
        figures = {"count": count, "source_met": met, "source_missed": missed}
        found.setdefault(kind, {})[state] = figures
    return found


def _help(asked: int, answered: int, median: float | None) -> HelpFigures:
    return HelpFigures(
        asked=asked, answered=answered, median_seconds_to_first_answer=_rounded(median)
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
