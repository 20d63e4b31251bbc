"""Whether the entries on a page are as they were written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from musterpoint.domain import ledger
from musterpoint.domain.ledger import BadEntry


def fault(rows: Iterable[Any]) -> BadEntry | None:
    """Return the first bad entry of a whole stream given in any order, or None."""
    in_order = sorted(rows, key=lambda row: row.seq)
    return ledger.verify(_recorded(row) for row in in_order)


def _recorded(row: Any) -> ledger.Entry:
    return ledger.Entry(
        stream=row.stream,
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        kind=row.kind,
        data=row.data,
        seal=row.seal,
        previous_hash=bytes(row.previous_hash).hex(),
        hash=bytes(row.hash).hex(),
    )
