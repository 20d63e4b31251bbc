"""Read the ledger as it was hashed, many streams at a time, for the proof of its chains."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from musterpoint.apps.ledger.models import Head
from musterpoint.domain import ledger

_ENTRIES = """
SELECT stream, seq, at, recorded_at, actor, kind, data::text, seal::text,
    encode(previous_hash, 'hex'), encode(hash, 'hex')
FROM ledger_entry WHERE stream = ANY(%s) ORDER BY stream, seq
"""
_HEADLESS = """
SELECT e.stream FROM ledger_entry e
WHERE e.seq = 1 AND NOT EXISTS (SELECT FROM ledger_head h WHERE h.stream = e.stream)
ORDER BY e.id LIMIT 1
"""


def heads(*, after: str, limit: int) -> list[ledger.Head]:
    """Return heads in order of stream name, those after ``after`` only."""
    return [_head(row) for row in Head.objects.filter(stream__gt=after).order_by("stream")[:limit]]


def head(stream: str) -> ledger.Head | None:
    """Return the head of one stream, or None when there is no such stream."""
    row = Head.objects.filter(stream=stream).first()
    return None if row is None else _head(row)


def recorded(streams: Sequence[str]) -> list[ledger.Entry]:
    """Return all entries of these streams, stream by stream, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, [list(streams)])
        return [_entry(row) for row in cursor.fetchall()]


def first_headless() -> str | None:
    """Return a stream that has entries and no head, or None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADLESS)
        row = cursor.fetchone()
    return None if row is None else row[0]


def _head(row: Head) -> ledger.Head:
    return ledger.Head(stream=row.stream, seq=row.seq, hash=bytes(row.hash).hex())


def _entry(row: tuple[Any, ...]) -> ledger.Entry:
    stream, seq, at, recorded_at, actor, kind, data, seal, previous_hash, hash_ = row
    return ledger.Entry(
        stream=stream,
        seq=seq,
        at=at,
        recorded_at=recorded_at,
        actor=actor,
        kind=kind,
        data=json.loads(data),
        seal=None if seal is None else json.loads(seal),
        previous_hash=previous_hash,
        hash=hash_,
    )
