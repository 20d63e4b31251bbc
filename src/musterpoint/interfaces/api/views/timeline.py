"""The ledger of one incident as JSON with its hashes, or as CSV that no spreadsheet can run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from musterpoint.apps.accounts import queries as accounts
from musterpoint.interfaces.api.answers import instant, written

COLUMNS = (
    "seq", "at", "recorded_at", "actor", "actor_name", "kind", "data", "previous_hash", "hash",
)  # fmt: skip
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def entries(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return entries with the names of those who acted, in one statement for all names."""
    rows = list(rows)
    names = accounts.names(int(row.actor[7:]) for row in rows if row.actor.startswith("person:"))
    return [_entry(row, names) for row in rows]


def as_csv(rows: Iterable[dict[str, Any]]) -> str:
    """Return entries as CSV, one line each."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    return out.getvalue()


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
        "previous_hash": bytes(row.previous_hash).hex(),
        "hash": bytes(row.hash).hex(),
    }


def _cell(value: Any) -> str:
    if hasattr(value, "tzinfo"):
        return instant(value) or ""
    text = written(value) if isinstance(value, dict) else str(value)
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
