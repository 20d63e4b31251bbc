"""Replays a file of another system's history without keeping anything of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from musterpoint.domain.history import (
    NOTHING_KNOWN,
    Readings,
    RowReader,
    SourceMapping,
    Terms,
    unfold,
)
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.replay import PastIncident
from musterpoint.domain.replay.reading import past_of_told
from musterpoint.interfaces.console.history_file import HistoryFile
from musterpoint.interfaces.console.importing import batches, gather
from musterpoint.interfaces.console.rejects import LINE, REASON, Rejects
from musterpoint.interfaces.console.spill import Spill


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSource:
    """A file and how it is read; ``strategy`` fills a priority that the file does not say."""

    file: HistoryFile
    mapping: SourceMapping
    strategy: Strategy
    rejects: Rejects

    def pasts(self) -> Iterator[PastIncident]:
        """Yield the past of each incident of the file. Rows that cannot be read are rejected."""
        mapping = self.mapping
        reader = RowReader(
            mapping,
            self.file.header,
            Readings(mapping.dates, mapping.zone),
            left_out=(LINE, REASON),
        )
        terms = Terms(
            source=mapping.name,
            strategy=self.strategy,
            version_id=0,
            counted=reader.tells_counts,
            rows_are_whole=mapping.rows_are_whole,
        )
        with Spill() as spill:
            gather(self.file, reader, spill, self.rejects)
            for batch in batches(spill, reader, self.rejects):
                for ref, updates in batch.items():
                    told = unfold(updates, past=NOTHING_KNOWN, ref=ref, terms=terms)
                    if told.points:
                        yield past_of_told(ref, told)
