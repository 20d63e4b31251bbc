"""Append to the ledger. Nothing here, and nothing anywhere, alters or removes an entry."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from musterpoint.apps.ledger.models import Head
from musterpoint.domain import ledger

_APPEND = """
WITH head AS (
    INSERT INTO ledger_head (stream, seq, hash)
    SELECT stream, seq, decode(hash, 'hex') FROM jsonb_to_recordset(%(heads)s::jsonb)
        AS h(stream text, seq int, hash text)
    ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
)
INSERT INTO ledger_entry (stream, seq, at, recorded_at, actor, kind, data, previous_hash, hash)
SELECT stream, seq, at, recorded_at, actor, kind, data, decode(previous, 'hex'), decode(hash, 'hex')
FROM jsonb_to_recordset(%(entries)s::jsonb) AS e(stream text, seq int, at timestamptz,
    recorded_at timestamptz, actor text, kind text, data jsonb, previous text, hash text)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry before it has its place in the chain. ``data`` holds JSON values only, no floats."""

    kind: str
    at: datetime
    actor: str
    data: Mapping[str, Any]


def append(
    *, stream: str, drafts: Sequence[Draft], recorded_at: datetime, is_new: bool = False
) -> None:
    """Append ``drafts`` to one stream. See ``append_all``."""
    append_all({stream: drafts}, recorded_at=recorded_at, are_new=is_new)


def append_all(
    streams: Mapping[str, Sequence[Draft]], *, recorded_at: datetime, are_new: bool = False
) -> None:
    """Append to several streams at once: one look at their heads, one insert.

    The heads are locked in order of stream name until the transaction ends. ``are_new`` skips the
    look for streams that cannot exist yet; an entry already in that place is then refused by the
    database.
    """
    heads = {} if are_new else _lock_heads(sorted(streams))
    new_heads: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for stream, drafts in streams.items():
        seq, previous = heads.get(stream, (0, ledger.GENESIS))
        for draft in drafts:
            seq += 1
            digest = ledger.entry_hash(
                previous_hash=previous,
                stream=stream,
                seq=seq,
                at=draft.at,
                recorded_at=recorded_at,
                actor=draft.actor,
                kind=draft.kind,
                data=draft.data,
            )
            entries.append(_row(stream, seq, draft, recorded_at, previous, digest))
            previous = digest
        if drafts:
            new_heads.append({"stream": stream, "seq": seq, "hash": previous})
    if entries:
        with connection.cursor() as cursor:
            cursor.execute(
                _APPEND, {"heads": json.dumps(new_heads), "entries": json.dumps(entries)}
            )


def _lock_heads(streams: Sequence[str]) -> dict[str, tuple[int, str]]:
    rows = Head.objects.select_for_update().filter(stream__in=streams).order_by("stream")
    found = rows.values_list("stream", "seq", "hash")
    return {stream: (seq, bytes(digest).hex()) for stream, seq, digest in found}


def _row(
    stream: str, seq: int, draft: Draft, recorded_at: datetime, previous: str, digest: str
) -> dict[str, Any]:
    return {
        "stream": stream,
        "seq": seq,
        "at": draft.at.isoformat(),
        "recorded_at": recorded_at.isoformat(),
        "actor": draft.actor,
        "kind": draft.kind,
        "data": draft.data,
        "previous": previous,
        "hash": digest,
    }
