"""The latest values of the strategy's measures: over a bounded window, in four statements.

The product's own incidents only: what was imported ran under other rules. Withdrawn and merged ones
count nowhere. A measure without a known figure has no value here and is measured elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.aims import Better, Measure
from musterpoint.domain.policy.document import Strategy

WINDOW = timedelta(days=90)
MOST = 20_000
"""Values speak of the newest incidents only, so that they are quick however many there are."""

MINUTE, HOUR = 60.0, 3600.0
RECOVERY, PROMISED = "rto", "contract."
"""The kinds of clocks beside those of targets: of a service, and of contracts."""

FIGURES = (
    "acknowledge_median_high",
    "acknowledge_p90_high",
    "restore_median_high",
    "restore_p90_high",
    "target_attainment",
    "recovery_attainment",
    "duty_attainment",
    "first_update_attainment",
    "cadence_compliance",
    "log_completeness",
    "logged_late",
    "reopen_rate",
    "customer_minutes",
)
"""The figures that a measure may name as ``computed``."""

_NEVER_COUNTED = "i.source_system = '' AND i.status <> 'withdrawn' AND i.merged_into_id IS NULL"
_ROWS = f"""
WITH past AS (
    SELECT i.*,
        i.priority = ANY(%(high)s) AS high,
        extract(epoch FROM coalesce(i.acknowledged_at, %(at)s) - i.logged_at)::float8 AS answer,
        extract(epoch FROM coalesce(i.restored_at, i.resolved_at, %(at)s)
            - coalesce(i.began_at, i.logged_at))::float8 AS harm
    FROM incidents_incident i
    WHERE i.logged_at >= %(since)s AND i.logged_at <= %(at)s AND {_NEVER_COUNTED}
)
SELECT count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY answer) FILTER (WHERE high),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY answer) FILTER (WHERE high),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY harm) FILTER (WHERE high),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY harm) FILTER (WHERE high),
    count(*) FILTER (WHERE high),
    count(*) FILTER (WHERE logged_at - began_at > %(late)s), count(began_at),
    count(*) FILTER (WHERE reopened > 0), count(*) FILTER (WHERE reopened > 0
        OR resolved_at IS NOT NULL),
    sum(customers_affected * harm / 60) FILTER (WHERE began_at IS NOT NULL
        AND coalesce(restored_at, resolved_at) IS NOT NULL)::float8,
    count(customers_affected) FILTER (WHERE began_at IS NOT NULL
        AND coalesce(restored_at, resolved_at) IS NOT NULL),
    coalesce(sum({{facts}}), 0)
FROM past
"""  # noqa: S608 - made of constants, and of columns named below
_FURTHEST = f"""
SELECT i.logged_at FROM incidents_incident i
WHERE i.logged_at >= %(since)s AND i.logged_at <= %(at)s AND {_NEVER_COUNTED}
ORDER BY i.logged_at DESC, i.id DESC OFFSET %(most)s LIMIT 1
"""  # noqa: S608 - made of constants
_CLOCKS = f"""
SELECT c.kind, count(*) FILTER (WHERE c.state = 'met'),
    count(*) FILTER (WHERE c.state IN ('met_late', 'breached')
        OR (c.state = 'running' AND c.due_at <= %(at)s))
FROM incidents_clock c JOIN incidents_incident i ON i.id = c.incident_id
WHERE i.logged_at >= %(since)s AND i.logged_at <= %(at)s AND {_NEVER_COUNTED}
GROUP BY c.kind
"""  # noqa: S608 - made of constants
_DUTIES = f"""
SELECT count(*) FILTER (WHERE d.state = 'done' AND d.settled_at <= d.due_at),
    count(*) FILTER (WHERE d.state = 'done' OR d.due_at <= %(at)s)
FROM incidents_obligation d JOIN incidents_incident i ON i.id = d.incident_id
WHERE i.logged_at >= %(since)s AND i.logged_at <= %(at)s AND {_NEVER_COUNTED}
    AND d.due_at IS NOT NULL AND d.state IN ('open', 'done')
"""  # noqa: S608 - made of constants
_HOLDS = {
    "account": "account_id IS NOT NULL OR account_named <> ''",
    "began_at": "began_at IS NOT NULL",
    "category": "category <> ''",
    "customers_affected": "customers_affected IS NOT NULL",
    "impact": "impact IS NOT NULL",
    "life_safety": "life_safety IS NOT NULL",
    "nature": "nature <> ''",
    "personal_data": "personal_data IS NOT NULL",
    "queue": "queue_id IS NOT NULL OR queue_named <> ''",
    "reported_by": "reported_by <> ''",
    "service": "service_id IS NOT NULL OR service_named <> ''",
    "site": "site_id IS NOT NULL OR site_named <> ''",
    "source": "source <> ''",
    "urgency": "urgency IS NOT NULL",
    "vulnerable_customers": "vulnerable_customers IS NOT NULL",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """A value, and of how many things it speaks: without that it cannot be judged."""

    value: float | None
    of: int

    def keeps(self, measure: Measure) -> bool | None:
        """Return whether the aim is kept, or None without aim or value."""
        if measure.aim is None or self.value is None:
            return None
        kept = self.value >= measure.aim
        return kept if measure.better is Better.HIGHER else self.value <= measure.aim


def since(*, at: datetime, most: int = MOST) -> datetime:
    """Return from when on values speak: a window ago, or later where more than ``most`` came."""
    asked: dict[str, Any] = {"at": at, "since": at - WINDOW, "most": most}
    with connection.cursor() as cursor:
        cursor.execute(_FURTHEST, asked)
        row = cursor.fetchone()
    return at - WINDOW if row is None else row[0]


def latest(
    strategy: Strategy, *, at: datetime, start: datetime | None = None
) -> Mapping[str, Latest]:
    """Return the value of each computed measure by its code; ``of`` 0 means nothing to measure.

    ``start`` is where the window begins, ``since`` unless given; it is included.
    """
    figures = _figures(strategy, at=at, since=start or since(at=at))
    return {
        code: figures[one.computed]
        for code, one in strategy.measures.items()
        if one.computed in figures
    }


def _figures(strategy: Strategy, *, at: datetime, since: datetime) -> dict[str, Latest]:
    asked: dict[str, Any] = {
        "at": at,
        "since": since,
        "late": strategy.logging.late_after,
        "high": sorted(strategy.high_priorities),
    }
    facts = [name for name in strategy.logging.facts if name in _HOLDS]
    filled = " + ".join(f"({_HOLDS[name]})::int" for name in facts) or "0"
    with connection.cursor() as cursor:
        cursor.execute(_ROWS.format(facts=filled), asked)
        found = _of_rows(cursor.fetchone(), facts=len(facts))
        cursor.execute(_CLOCKS, asked)
        clocks = {kind: (met, missed) for kind, met, missed in cursor.fetchall()}
        cursor.execute(_DUTIES, asked)
        settled, due = cursor.fetchone()
    found |= _of_clocks(clocks)
    promised = [pair for kind, pair in clocks.items() if kind.startswith(PROMISED)]
    met = settled + sum(met for met, _missed in promised)
    found["duty_attainment"] = _share(met, due + sum(map(sum, promised)))
    return found


def _of_rows(row: tuple[Any, ...], *, facts: int) -> dict[str, Latest]:
    (incidents, answer, answer_p90, harm, harm_p90, high, late, begun, reopened, resolved, lost,
     counted, filled) = row  # fmt: skip
    return {
        "acknowledge_median_high": _spent(answer, MINUTE, high),
        "acknowledge_p90_high": _spent(answer_p90, MINUTE, high),
        "restore_median_high": _spent(harm, HOUR, high),
        "restore_p90_high": _spent(harm_p90, HOUR, high),
        "logged_late": _share(late, begun),
        "reopen_rate": _share(reopened, resolved),
        "log_completeness": _share(filled, incidents * facts),
        "customer_minutes": Latest(
            value=None if lost is None else round(float(lost)), of=int(counted)
        ),
    }


def _of_clocks(clocks: Mapping[str, tuple[int, int]]) -> dict[str, Latest]:
    def attained(*kinds: str) -> Latest:
        pairs = [clocks.get(kind, (0, 0)) for kind in kinds]
        return _share(sum(met for met, _m in pairs), sum(sum(pair) for pair in pairs))

    return {
        "target_attainment": attained(*ClockKind),
        "recovery_attainment": attained(RECOVERY),
        "first_update_attainment": attained("first_update"),
        "cadence_compliance": attained("update"),
    }


def _spent(seconds: float | None, unit: float, of: float) -> Latest:
    return Latest(value=None if seconds is None else round(float(seconds) / unit, 1), of=int(of))


def _share(part: float, whole: float) -> Latest:
    return Latest(
        value=round(100 * float(part) / float(whole), 1) if whole else None, of=int(whole)
    )
