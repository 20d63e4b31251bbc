"""Append to the ledger. Nothing here, and nothing anywhere, alters or removes an entry."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection

from musterpoint.apps.ledger.models import Head
from musterpoint.apps.ledger.salting import new_salt
from musterpoint.domain.ledger import GENESIS, Draft, Entry, chain, head_of
from musterpoint.domain.ledger import Head as ChainHead
from musterpoint.domain.personal_data import masked
from musterpoint.domain.personal_data.within import with_texts

__all__ = ["Draft", "append", "append_all"]

_BEGIN = f"""
INSERT INTO ledger_head (stream, seq, hash)
SELECT stream, 0, decode('{GENESIS}', 'hex') FROM unnest(%s::text[]) AS stream ORDER BY stream
ON CONFLICT (stream) DO NOTHING
"""  # noqa: S608  # zeros
_APPEND = """
WITH head AS (
    INSERT INTO ledger_head (stream, seq, hash)
    SELECT stream, seq, decode(hash, 'hex') FROM jsonb_to_recordset(%(heads)s::jsonb)
        AS h(stream text, seq int, hash text)
    ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
)
INSERT INTO ledger_entry (stream, seq, at, recorded_at, actor, kind, data, seal,
    previous_hash, hash)
SELECT stream, seq, at, recorded_at, actor, kind, data, seal,
    decode(previous, 'hex'), decode(hash, 'hex')
FROM jsonb_to_recordset(%(entries)s::jsonb) AS e(stream text, seq int, at timestamptz,
    recorded_at timestamptz, actor text, kind text, data jsonb, seal jsonb, previous text,
    hash text)
"""

_PLAIN = re.compile(r"[A-Za-z_]*|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


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
    database. Card numbers, their codes and passwords that got so far are masked: no entry can ever
    be altered.
    """
    written = sorted(stream for stream, drafts in streams.items() if drafts)
    heads = {} if are_new else _lock_heads(written)
    new_heads: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    for stream, drafts in streams.items():
        head = heads.get(stream) or ChainHead(stream=stream)
        kept = [_harmless(draft, salt=new_salt()) for draft in drafts]
        chained = chain(head, kept, recorded_at=recorded_at)
        entries += map(_row, chained)
        if chained:
            last = head_of(head, chained)
            new_heads.append({"stream": stream, "seq": last.seq, "hash": last.hash})
    if entries:
        with connection.cursor() as cursor:
            cursor.execute(
                _APPEND, {"heads": json.dumps(new_heads), "entries": json.dumps(entries)}
            )


def _lock_heads(streams: Sequence[str]) -> dict[str, ChainHead]:
    """Lock the heads of these streams and return them; a stream without one begins here.

    Whoever begins a stream at the same instant waits at the insert for the other to commit.
    """
    heads = _locked(streams)
    missing = [stream for stream in streams if stream not in heads]
    if missing:
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, [missing])
        heads |= _locked(missing)
    return heads


def _locked(streams: Sequence[str]) -> dict[str, ChainHead]:
    rows = Head.objects.select_for_update().filter(stream__in=streams).order_by("stream")
    found = rows.values_list("stream", "seq", "hash")
    return {
        stream: ChainHead(stream=stream, seq=seq, hash=bytes(digest).hex())
        for stream, seq, digest in found
    }


def _harmless(draft: Draft, *, salt: str) -> Draft:
    return replace(draft, data=with_texts(dict(draft.data), _masked), salt=salt)


def _masked(text: str) -> str:
    """Return the text masked; a single word or an instant, which most are, is not looked into."""
    return text if _PLAIN.fullmatch(text) else masked(text)


def _row(entry: Entry) -> dict[str, Any]:
    return {
        "stream": entry.stream,
        "seq": entry.seq,
        "at": entry.at.isoformat(),
        "recorded_at": entry.recorded_at.isoformat(),
        "actor": entry.actor,
        "kind": entry.kind,
        "data": entry.data,
        "seal": entry.seal,
        "previous": entry.previous_hash,
        "hash": entry.hash,
    }
