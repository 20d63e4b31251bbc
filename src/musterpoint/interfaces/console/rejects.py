"""Keeps rows that were left out: each as it was, with its line and the reason.

The file can be mended and imported again. A cell that a spreadsheet would run is made harmless by
an apostrophe, which the import takes away again.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from musterpoint.domain.history.cells import harmless

LINE, REASON = "musterpoint_line", "musterpoint_reason"


class Rejects:
    """Counts rejects, remembers the first few for the screen and all for the file."""

    SHOWN = 20

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.execute("CREATE TABLE reject (line INTEGER, reason TEXT, cells BLOB)")
        self.count = 0

    def add(self, line: int, reason: str, cells: Sequence[str]) -> None:
        """Keep one row."""
        packed = "\x1f".join(cells).encode("utf-8", "surrogateescape")
        self._database.execute("INSERT INTO reject VALUES (?, ?, ?)", (line, reason, packed))
        self.count += 1

    def first(self, count: int = SHOWN) -> list[tuple[int, str]]:
        """Return line and reason of the first few in the file."""
        found = self._database.execute(
            "SELECT line, reason FROM reject ORDER BY line LIMIT ?", (count,)
        )
        return list(found)

    def write(self, path: Path, *, header: Sequence[str]) -> None:
        """Write all of them in the order of the file."""
        found = self._database.execute("SELECT line, reason, cells FROM reject ORDER BY line")
        with path.open("w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([*map(harmless, header), LINE, REASON])
            with closing(found):
                for line, reason, packed in found:
                    cells = packed.decode("utf-8", "surrogateescape").split("\x1f")
                    cells += [""] * (len(header) - len(cells))
                    writer.writerow([*map(harmless, cells), line, harmless(reason)])
