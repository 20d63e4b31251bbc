"""Runs one import of a status page's history, some hundred incidents to a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from musterpoint.domain.authority import system
from musterpoint.interfaces.console.update_history_file import Row, rows
from musterpoint.usecases.import_updates import Imported, import_updates

AT_ONCE = 500
LONGEST_ORIGIN = 120


def run(path: Path, *, origin: str, dry_run: bool) -> dict[str, Any]:
    """Import the file at ``path`` and return what it came to. Raises UnreadableFile."""
    read = rows(path)
    told = [row.history for row in read if row.history is not None]
    name = (origin or path.name.split(".")[0])[:LONGEST_ORIGIN]
    total = Imported()
    for first in range(0, len(told), AT_ONCE):
        batch = told[first : first + AT_ONCE]
        total += import_updates(told=batch, origin=name, by=system("import"), dry_run=dry_run)
    return {
        "origin": name,
        "dry_run": dry_run,
        "incidents": total.incidents_new,
        "updates": total.updates_new,
        "incidents_known": total.incidents_known,
        "updates_known": total.updates_known,
        "left_out": [_left_out(row) for row in read if row.history is None],
    }


def lines(says: Mapping[str, Any]) -> list[str]:
    """Return the outcome for people."""
    would = "Dry run, nothing written. Would import" if says["dry_run"] else "Imported"
    told = [
        (
            f"{would} from {says['origin']}: {says['incidents']:,} new incidents and planned works,"
            f" {says['updates']:,} new updates; {says['incidents_known']:,} and"
            f" {says['updates_known']:,} were known."
        )
    ]
    return told + [f"line {one['line']}: {one['says']}" for one in says["left_out"]]


def _left_out(row: Row) -> dict[str, Any]:
    return {"line": row.place, "says": row.says}
