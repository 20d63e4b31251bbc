"""The ledger of one incident as JSON with its hashes, for people and for proof."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from musterpoint.apps.accounts import queries as accounts


def entries(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return entries with the names of those who acted, in one statement for all names."""
    rows = list(rows)
    names = accounts.names(int(row.actor[7:]) for row in rows if row.actor.startswith("person:"))
    return [_entry(row, names) for row in rows]


def _entry(row: Any, names: dict[int, str]) -> dict[str, Any]:
    kind, _, key = row.actor.partition(":")
    return {
        "seq": row.seq,
        "at": row.at,
        "recorded_at": row.recorded_at,
        "actor": row.actor,
        "actor_name": names.get(int(key), "") if kind == "person" else key,
        "kind": row.kind,
        "data": row.data,
        "seal": row.seal,
        "previous_hash": bytes(row.previous_hash).hex(),
        "hash": bytes(row.hash).hex(),
    }
