"""Write what customers tell agents: one row a vote, on a ledger stream of the incident's own.

The incident itself is not locked: a vote must cost an agent nothing while the phones ring.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from musterpoint.apps.communications.models import ContactVote
from musterpoint.apps.incidents.operations.record import plain
from musterpoint.apps.ledger import operations as ledger


def stream_of(incident_id: int) -> str:
    """Return the ledger stream of an incident's votes."""
    return f"heard:{incident_id}"


def lock_person(person: int) -> None:
    """See to it that one person's votes come one after the other, whatever their fingers do."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"contact_vote:{person}"])


def add(
    *, incident_id: int, person: int, at: datetime, actor: str, asked_at_count: int = 0
) -> ContactVote:
    """Count one customer; ``asked_at_count`` when this vote asks for a fresh look."""
    row = ContactVote.objects.create(
        incident_id=incident_id, person_id=person, at=at, asked_at_count=asked_at_count
    )
    values: dict[str, Any] = {"person": person, "at": at, "asked_at_count": asked_at_count or None}
    _enter("customer_told", row, actor, at, {name: (None, new) for name, new in values.items()})
    return row


def undo(row: ContactVote, *, at: datetime, actor: str) -> None:
    """Take a vote back: it stays, and counts no longer."""
    row.undone_at = at
    row.save(update_fields=["undone_at"])
    _enter("customer_told_undone", row, actor, at, {"undone_at": (None, at)})


def locked(vote_id: int, *, person: int) -> ContactVote | None:
    """Lock and return somebody's own vote that stands, or None."""
    rows = ContactVote.objects.select_for_update().filter(person=person, undone_at=None)
    return rows.filter(pk=vote_id).first()


def _enter(
    kind: str, row: ContactVote, actor: str, at: datetime, changed: dict[str, tuple[Any, Any]]
) -> None:
    changes = [
        {"of": f"vote:{row.pk}", "field": name, "old": plain(old), "new": plain(new)}
        for name, (old, new) in changed.items()
        if old != new
    ]
    draft = ledger.Draft(kind=kind, at=at, actor=actor, data={"changes": changes})
    ledger.append(stream=stream_of(row.incident_id), drafts=[draft], recorded_at=at)
