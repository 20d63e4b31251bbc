"""What just happened, over all incidents a person may see. Looks at the newest entries only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, OuterRef, When
from django.db.models.functions import Cast, Substr

from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.ledger.models import Entry
from musterpoint.domain.authority import Actor

LOOKED_AT = 160
REMINDERS = ("clock_marked", "reassess_prompted")  # of use to whoever leads, news to nobody
PREFIX = "incident:"
BIG = BigIntegerField()


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
    """Return the newest entries, newest first, without imported history. One statement."""
    newest = Entry.objects.order_by("-id").values("id")[:LOOKED_AT]
    number = Case(
        When(stream__startswith=PREFIX, then=Cast(Substr("stream", len(PREFIX) + 1), BIG)),
        output_field=BIG,
    )
    seen = visible_to_actor(actor).filter(pk=OuterRef("incident_id"), source_system="")
    rows = (
        Entry.objects.filter(id__in=newest)
        .annotate(incident_id=number)
        .filter(Exists(seen))
        .exclude(kind__in=REMINDERS)
        .order_by("-id")
        .values("incident_id", "at", "actor", "kind", "data")[:limit]
    )
    return [Happened(**row) for row in rows]
