"""The changes of a transaction to the vault's rows, as the ledger takes them: without values."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from musterpoint.apps.vault.as_recorded import as_recorded, label_of
from musterpoint.apps.vault.models import Hold, Item, Subject


class Changes:
    """What was written, by the stream it belongs to."""

    def __init__(self) -> None:
        self.by_stream: dict[str, list[dict[str, Any]]] = defaultdict(list)

    def add(self, row: Subject | Item | Hold) -> None:
        """Write a new row."""
        row.save(force_insert=True)
        self.appear(row)

    def appear(self, row: Subject | Item | Hold) -> None:
        """Note a row that stands in a stream from now on."""
        for name, value in as_recorded(row).items():
            self._note(row, name, None, value)

    def vanish(self, row: Item) -> None:
        """Note that a row stands in its stream no more."""
        for name, value in as_recorded(row).items():
            self._note(row, name, value, None)

    def set(self, row: Subject | Item | Hold, **values: Any) -> None:
        """Set fields of a row that is locked (a foreign key by ``name_id``)."""
        before = as_recorded(row)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=sorted(values))
        after = as_recorded(row)
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                self._note(row, name, before.get(name), after.get(name))

    def place(self, item: Item, stream: str) -> None:
        """Note one more stream in which a token stands."""
        change = {"of": label_of(item), "field": "places", "add": stream}
        self.by_stream[_stream_of(item)].append(change)

    def note(self, item: Item, field: str, old: Any, new: Any) -> None:
        """Note a change of what hangs on an item."""
        self._note(item, field, old, new)

    def _note(self, row: Subject | Item | Hold, field: str, old: Any, new: Any) -> None:
        change = {"of": label_of(row), "field": field, "old": old, "new": new}
        self.by_stream[_stream_of(row)].append(change)


def _stream_of(row: Subject | Item | Hold) -> str:
    return row.subject.stream if isinstance(row, Item) else row.stream
