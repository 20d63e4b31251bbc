"""What just happened, over all incidents that a person may see. Looks at the newest entries only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.ledger import queries as ledger
from musterpoint.domain.authority import Actor

LOOKED_AT = 80
PREFIX = "incident:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One ledger entry of an incident."""

    incident_id: int
    at: datetime
    actor: str
    kind: str
    data: dict[str, Any]

    @property
    def ref(self) -> str:
        """The public reference, such as INC-000123."""
        return ref_of(self.incident_id)


def latest(actor: Actor, *, limit: int = 12) -> list[Happened]:
    """Return the newest entries, newest first, without imported history. Two statements."""
    rows = ledger.newest_of_all(prefix=PREFIX, limit=LOOKED_AT)
    ids = {int(row.stream.removeprefix(PREFIX)) for row in rows}
    seen = set(
        visible_to_actor(actor).filter(pk__in=ids, source_system="").values_list("pk", flat=True)
    )
    found = [
        Happened(
            incident_id=int(row.stream.removeprefix(PREFIX)),
            at=row.at,
            actor=row.actor,
            kind=row.kind,
            data=row.data,
        )
        for row in rows
    ]
    return [one for one in found if one.incident_id in seen][:limit]
