"""Gathers rows by what they are about, in any order, without holding a large file in memory.

Rows wait in a temporary database which the operating system forgets by itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

SEPARATOR = "\x1f"
AT_ONCE = 5_000


class Spill:
    """Rows by identity. Close it, or use it in a ``with``."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._database.text_factory = bytes
        self._database.execute("CREATE TABLE row (place INTEGER, line INTEGER, cells BLOB)")
        self._places: dict[str, int] = {}
        self._waiting: list[tuple[int, int, bytes]] = []
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._database.close()

    @property
    def identities(self) -> int:
        """How many different things the rows are about."""
        return len(self._places)

    def add(self, identity: str, line: int, cells: Sequence[str]) -> None:
        """Keep one row."""
        place = self._places.setdefault(identity, len(self._places))
        packed = SEPARATOR.join(cells).encode("utf-8", "surrogateescape")
        self._waiting.append((place, line, packed))
        self.count += 1
        if len(self._waiting) >= AT_ONCE:
            self._write()

    def groups(self) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
        """Yield each identity with its rows, in the order in which they first appeared."""
        self._write()
        names = list(self._places)
        self._database.execute("CREATE INDEX by_place ON row (place, line)")
        found = self._database.execute("SELECT place, line, cells FROM row ORDER BY place, line")
        present = -1
        rows: list[tuple[int, list[str]]] = []
        for place, line, packed in found:
            if place != present:
                if rows:
                    yield names[present], rows
                present, rows = place, []
            cells = packed.decode("utf-8", "surrogateescape").split(SEPARATOR)
            rows.append((line, cells))
        if rows:
            yield names[present], rows

    def _write(self) -> None:
        self._database.executemany("INSERT INTO row VALUES (?, ?, ?)", self._waiting)
        self._waiting.clear()
