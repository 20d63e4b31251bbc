"""A timeline as a file: JSON and CSV that say exactly what the ledger says, in its order.

In CSV no cell can become a formula; reading a file back gives the entries again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from musterpoint.domain.history.cells import as_written, harmless
from musterpoint.domain.ledger import Entry, Recorded, canonical, instant

COLUMNS = (
    "stream", "seq", "at", "recorded_at", "actor", "kind", "data", "seal", "previous_hash", "hash",
)  # fmt: skip
"""The fields of an entry; a CSV has ``says`` after them, for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFile:
    """What a door hands out."""

    name: str
    content_type: str
    text: str


def as_plain(entry: Recorded) -> dict[str, Any]:
    """Return an entry with its instants as text; hashing it again gives its hash."""
    return {
        "stream": entry.stream,
        "seq": entry.seq,
        "at": instant(entry.at),
        "recorded_at": instant(entry.recorded_at),
        "actor": entry.actor,
        "kind": entry.kind,
        "data": entry.data,
        "seal": entry.seal,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def as_json(entries: Iterable[Recorded], *, ref: str) -> str:
    """Return the whole timeline as one JSON document."""
    document = {"ref": ref, "entries": [as_plain(entry) for entry in entries]}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_csv(entries: Iterable[Recorded]) -> str:
    """Return the timeline as CSV with a header; ``data`` is canonical JSON in one cell."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "says"])
    for entry in entries:
        seal = canonical(entry.seal).decode() if entry.seal else ""
        row = as_plain(entry) | {"data": canonical(entry.data).decode(), "seal": seal}
        writer.writerow([*(harmless(row[name]) for name in COLUMNS), harmless(says(entry))])
    return out.getvalue()


def from_json(text: str) -> list[Entry]:
    """Return the entries that ``as_json`` wrote."""
    return [_entry(row) for row in json.loads(text)["entries"]]


def from_csv(text: str) -> list[Entry]:
    """Return the entries that ``as_csv`` wrote."""
    rows = list(csv.reader(io.StringIO(text, newline="")))
    return [_read(cells) for cells in rows[1:]]


def says(entry: Recorded) -> str:
    """Return the words that people wrote with an entry, or what changed in it."""
    data = entry.data
    for key in ("says", "reason"):
        if data.get(key):
            return str(data[key])
    changes = data.get("changes") or ()
    return "; ".join(f"{c['of']} {c['field']}" for c in changes if isinstance(c, dict))


def _read(cells: Sequence[str]) -> Entry:
    row: dict[str, Any] = {
        name: as_written(cell) for name, cell in zip(COLUMNS, cells, strict=False)
    }
    seal = json.loads(row["seal"]) if row["seal"] else None
    return _entry(row | {"seq": int(row["seq"]), "data": json.loads(row["data"]), "seal": seal})


def _entry(row: dict[str, Any]) -> Entry:
    times = {name: datetime.fromisoformat(row[name]) for name in ("at", "recorded_at")}
    return Entry(**(row | times))
