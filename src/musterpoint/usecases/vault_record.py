"""The ledgers of the vault: one for each person whose data is kept, and one for each legal hold.

They hold tokens, kinds, instants and reasons, and no value.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.domain.authority import Actor


def enter(
    kind: str, changes: Changes | None = None, *, of: str = "", by: Actor, at: datetime, **said: Any
) -> None:
    """Append an entry of ``kind`` for each person or hold that changed, and on the stream ``of``.

    That one may have changed nothing, such as when somebody read a value.
    """
    made = {} if changes is None else dict(changes.by_stream)
    if of:
        made.setdefault(of, [])
    extra = {name: value for name, value in said.items() if value}
    ledger.append_all(
        {
            stream: [
                ledger.Draft(kind=kind, at=at, actor=by.key, data={"changes": changed, **extra})
            ]
            for stream, changed in made.items()
        },
        recorded_at=at,
    )
