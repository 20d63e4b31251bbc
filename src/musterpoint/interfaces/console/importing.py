"""Runs one import: read the file once, gather its rows by incident, hand over batch after batch.

Each batch is a transaction of its own, so an import that is cut off is simply run again.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from musterpoint.apps.incidents.operations.history import refresh_statistics
from musterpoint.domain.authority import system
from musterpoint.domain.history import BadRow, Readings, RowReader, SourceMapping, Update
from musterpoint.interfaces.console.history_file import HistoryFile
from musterpoint.interfaces.console.progress import Progress
from musterpoint.interfaces.console.rejects import LINE, REASON, Rejects
from musterpoint.interfaces.console.screened_cells import screened_cells
from musterpoint.interfaces.console.spill import SEPARATOR, Spill
from musterpoint.usecases.import_incidents import Figures, Source, import_incidents

INCIDENTS_AT_ONCE = 2_000
ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be imported, and how."""

    mapping: SourceMapping
    source: str
    policy: int | None
    dry_run: bool
    rejects: Path | None


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What an import came to, with the rows that were left out."""

    rows: int
    figures: Figures
    rejects: Rejects
    rejects_file: Path | None
    seconds: float
    absent: tuple[str, ...]

    def as_json(self, order: Order, file: HistoryFile) -> dict[str, Any]:
        """Return the figures as the command prints them."""
        return {
            "source": order.source,
            "dry_run": order.dry_run,
            "rows": self.rows,
            **asdict(self.figures),
            "bad_rows": self.rejects.count,
            "bad": [{"line": line, "reason": reason} for line, reason in self.rejects.first(100)],
            "rejects_file": str(self.rejects_file) if self.rejects_file else None,
            "encoding": file.encoding,
            "delimiter": file.delimiter,
            "zone": order.mapping.zone.key,
            "columns_absent": list(self.absent),
            "seconds": round(self.seconds, 2),
            "rows_per_second": round(self.rows / self.seconds) if self.seconds else None,
        }


def run(file: HistoryFile, order: Order, *, at: datetime) -> Outcome:
    """Import ``file``. Raises MissingColumns, NotAllowed or NoStrategyInForce."""
    began = time.perf_counter()
    mapping = order.mapping
    reader = RowReader(
        mapping, file.header, Readings(mapping.dates, mapping.zone), left_out=(LINE, REASON)
    )
    source = Source(
        name=order.source,
        policy=order.policy,
        counted=reader.tells_counts,
        rows_are_whole=mapping.rows_are_whole,
    )
    rejects, figures = Rejects(), Figures()
    with without_pauses(), Spill() as spill:
        rows = gather(file, reader, spill, rejects)
        for number, batch in enumerate(batches(spill, reader, rejects)):
            if number == 1 and not order.dry_run:
                refresh_statistics()
            figures += import_incidents(
                batch=batch,
                source=source,
                by=system("import"),
                at=at,
                dry_run=order.dry_run,
            )
    if figures.incidents_new and not order.dry_run:
        refresh_statistics()
    written = _keep_rejects(file, order, rejects)
    return Outcome(
        rows=rows,
        figures=figures,
        rejects=rejects,
        rejects_file=written,
        seconds=time.perf_counter() - began,
        absent=reader.absent,
    )


@contextmanager
def without_pauses() -> Iterator[None]:
    """Keep the collector of cycles from running: rows make none, and it would look at them all."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def gather(file: HistoryFile, reader: RowReader, spill: Spill, rejects: Rejects) -> int:
    """Gather the rows of ``file`` by incident; return how many there were."""
    progress, count = Progress("rows"), 0
    for line, read in file.rows():
        cells = screened_cells(read)
        count += 1
        progress.show(count)
        try:
            identity = reader.identity(cells)
            if SEPARATOR in "".join(cells):
                raise BadRow("holds a control character (unit separator)")
        except BadRow as bad:
            rejects.add(line, str(bad), cells)
        else:
            spill.add(identity, line, cells)
    progress.end()
    return count


def batches(
    spill: Spill, reader: RowReader, rejects: Rejects
) -> Iterator[dict[str, Sequence[Update]]]:
    """Yield the updates of the incidents that were gathered, many incidents at once."""
    progress, done = Progress("rows"), 0
    batch: dict[str, Sequence[Update]] = {}
    waiting = 0
    for identity, rows in spill.groups():
        updates = _updates(rows, reader, rejects)
        done += len(rows)
        waiting += len(rows)
        progress.show(done, spill.count)
        if updates:
            batch[identity] = updates
        if len(batch) >= INCIDENTS_AT_ONCE or waiting >= ROWS_AT_ONCE:
            yield batch
            batch, waiting = {}, 0
    if batch:
        yield batch
    progress.end()


def _updates(
    rows: Sequence[tuple[int, list[str]]], reader: RowReader, rejects: Rejects
) -> list[Update]:
    updates = []
    for line, cells in rows:
        try:
            updates.append(reader.read(cells, line=line))
        except BadRow as bad:
            rejects.add(line, str(bad), cells)
    return updates


def _keep_rejects(file: HistoryFile, order: Order, rejects: Rejects) -> Path | None:
    if not rejects.count:
        return None
    path = order.rejects
    if path is None:
        if order.dry_run:
            return None
        path = file.path.with_name(f"{file.path.name.removesuffix('.gz')}.rejects.csv")
    try:
        rejects.write(path, header=file.header)
    except OSError:
        if order.rejects is not None:
            raise
        path = Path.cwd() / path.name  # the file stands in a folder that is not ours to write to
        rejects.write(path, header=file.header)
    return path
