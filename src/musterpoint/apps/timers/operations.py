"""Arm, disarm, claim and settle timers, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.timers.models import Beat, Timer

LIVE_CHANNEL = "musterpoint_live"
WORK_CHANNEL = "musterpoint_work"

_INSERT = """
INSERT INTO timers_timer AS t (kind, key, due_at, payload, armed_at, fence, attempts, last_error)
SELECT kind, key, due_at, payload, %s, 1, 0, ''
FROM jsonb_to_recordset(%s::jsonb) AS x(kind text, key text, due_at timestamptz, payload jsonb)
ON CONFLICT (kind, key) WHERE fired_at IS NULL AND cancelled_at IS NULL
"""
_ARM = f"""{_INSERT}
DO UPDATE SET due_at = excluded.due_at, payload = excluded.payload, armed_at = excluded.armed_at,
    fence = t.fence + 1, attempts = 0, retry_at = NULL, last_error = ''
"""
_ENSURE = f"{_INSERT} DO NOTHING"
_CLAIM = """
SELECT id, kind, key, due_at, fence, payload, attempts FROM timers_timer
WHERE fired_at IS NULL AND cancelled_at IS NULL AND coalesce(retry_at, due_at) <= %s
ORDER BY coalesce(retry_at, due_at) LIMIT %s FOR UPDATE SKIP LOCKED
"""
_FIRED = """
UPDATE timers_timer SET fired_at = %s WHERE fired_at IS NULL AND cancelled_at IS NULL
AND (id, fence) IN (SELECT * FROM unnest(%s::bigint[], %s::int[]))
"""
_DISARM = """
UPDATE timers_timer SET cancelled_at = %s WHERE fired_at IS NULL AND cancelled_at IS NULL
AND (kind, key) IN (SELECT * FROM unnest(%s::text[], %s::text[]))
"""
_LEAVE = """
UPDATE timers_timer SET retry_at = %s, fence = fence + 1
WHERE fired_at IS NULL AND cancelled_at IS NULL
AND (id, fence) IN (SELECT * FROM unnest(%s::bigint[], %s::int[]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A timer to arm. Arming the same kind and key again moves it and raises its fence."""

    kind: str
    key: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A due timer that this transaction has locked."""

    id: int
    kind: str
    key: str
    due_at: datetime
    fence: int
    payload: Mapping[str, Any]
    attempts: int = 0


def arm(timers: Iterable[Due], *, at: datetime) -> None:
    """Arm all of ``timers`` in one statement. ``at`` is when they were armed."""
    _insert(_ARM, timers, at)


def ensure(timers: Iterable[Due], *, at: datetime) -> None:
    """Arm those of ``timers`` that are not armed yet, and leave the others as they are."""
    _insert(_ENSURE, timers, at)


def _insert(statement: str, timers: Iterable[Due], at: datetime) -> None:
    rows = [
        {"kind": t.kind, "key": t.key, "due_at": t.at.isoformat(), "payload": t.payload}
        for t in sorted(timers, key=lambda t: (t.kind, t.key))
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(statement, [at, json.dumps(rows)])


def disarm(pairs: Iterable[tuple[str, str]], *, at: datetime) -> int:
    """Cancel the armed timers of these ``(kind, key)`` pairs; return how many were armed."""
    wanted = sorted(set(pairs))
    if not wanted:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_DISARM, [at, [kind for kind, _ in wanted], [key for _, key in wanted]])
        return int(cursor.rowcount)


def claim_due(*, at: datetime, limit: int) -> list[Claimed]:
    """Lock and return up to ``limit`` timers due at ``at``, earliest first, skipping locked ones.

    The locks last until the caller's transaction ends, so a claim and its effect commit together.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [at, limit])
        return [
            Claimed(
                id=pk,
                kind=kind,
                key=key,
                due_at=due_at,
                fence=fence,
                payload=payload if isinstance(payload, dict) else json.loads(payload),
                attempts=attempts,
            )
            for pk, kind, key, due_at, fence, payload, attempts in cursor.fetchall()
        ]


def fired(timers: Sequence[Claimed], *, at: datetime) -> None:
    """Mark claimed timers as fired. One that its handler armed again or left stays armed."""
    if timers:
        with connection.cursor() as cursor:
            cursor.execute(_FIRED, [at, [t.id for t in timers], [t.fence for t in timers]])


def leave(timers: Sequence[Claimed], *, until: datetime) -> None:
    """Keep claimed timers armed for another try at ``until``, because what they concern is busy.

    Raises their fence, so that ``fired`` passes them by.
    """
    if timers:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVE, [until, [t.id for t in timers], [t.fence for t in timers]])


def put_off(timer: Claimed, *, retry_at: datetime, error: str) -> None:
    """Keep a timer armed after its handler failed, to be tried again at ``retry_at``."""
    Timer.objects.filter(pk=timer.id, fired_at=None, cancelled_at=None).update(
        retry_at=retry_at, attempts=min(timer.attempts + 1, 32_000), last_error=error[:2000]
    )


def announce(topics: Iterable[str], *, work: bool = False) -> None:
    """Tell live pages, and the workers when there is ``work``. PostgreSQL delivers at commit.

    The payload holds topic names only; 8,000 bytes is PostgreSQL's limit, so a long list becomes
    the one topic ``all``.
    """
    payload = " ".join(sorted(set(topics)))
    if len(payload) > 7000:
        payload = "all"
    with connection.cursor() as cursor:
        if payload and work:
            cursor.execute(
                "SELECT pg_notify(%s, %s), pg_notify(%s, '')",
                [LIVE_CHANNEL, payload, WORK_CHANNEL],
            )
        elif payload:
            cursor.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, payload])
        elif work:
            cursor.execute("SELECT pg_notify(%s, '')", [WORK_CHANNEL])


def beat(
    *,
    worker: str,
    started_at: datetime,
    at: datetime,
    database_ahead: timedelta = timedelta(),
    channels: Collection[str] = (),
) -> None:
    """Record that ``worker`` is alive, and how far the database's clock is ahead of its own.

    ``channels`` are those on which it can send.
    """
    said = {
        "started_at": started_at,
        "beat_at": at,
        "database_ahead": database_ahead,
        "channels": sorted(channels),
    }
    Beat.objects.update_or_create(worker=worker, defaults=said)


def forget_worker(*, worker: str) -> None:
    """Forget a worker that ended in good order."""
    Beat.objects.filter(worker=worker).delete()


def forget_silent(*, since: datetime) -> int:
    """Forget workers whose last beat is older than ``since``; return how many there were."""
    return Beat.objects.filter(beat_at__lt=since).delete()[0]
