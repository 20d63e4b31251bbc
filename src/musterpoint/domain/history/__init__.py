"""History of another system: from its rows to what happened, in the product's own words.

Reads no file and writes no row. A source is described by a mapping; nothing here knows any source.
"""

from musterpoint.domain.history.course import Point, clock_events, last_end
from musterpoint.domain.history.instants import DateOrder, Moment, NotAnInstant, Readings
from musterpoint.domain.history.mapping import Hold, SourceMapping, read_mapping
from musterpoint.domain.history.rows import BadRow, MissingColumns, RowReader, Update
from musterpoint.domain.history.telling import EMPTY_STATE, Happening, Told
from musterpoint.domain.history.unfolding import NOTHING_KNOWN, Past, Terms, unfold

__all__ = [
    "EMPTY_STATE",
    "NOTHING_KNOWN",
    "BadRow",
    "DateOrder",
    "Happening",
    "Hold",
    "MissingColumns",
    "Moment",
    "NotAnInstant",
    "Past",
    "Point",
    "Readings",
    "RowReader",
    "SourceMapping",
    "Terms",
    "Told",
    "Update",
    "clock_events",
    "last_end",
    "read_mapping",
    "unfold",
]
