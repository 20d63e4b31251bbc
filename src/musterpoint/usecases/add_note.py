"""Add a note to an incident: words that belong to what happened, also after it has ended."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.offer_promises import offer_promises
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import OVER, begin, words

LONGEST_NOTE = 10_000


class NoteKind(StrEnum):
    """What a note is about; its entry in the ledger has the same name."""

    NOTE = "note"
    DECISION = "decision"
    CALL = "call"


@transaction.atomic
def add_note(
    *,
    incident_id: int,
    says: str,
    by: Actor,
    at: datetime,
    kind: str = NoteKind.NOTE,
    happened_at: datetime | None = None,
    seen_version: int | None = None,
) -> int:
    """Add a note; one on a closed or withdrawn incident is marked as late.

    ``happened_at`` is when it happened, if earlier than now. Raises Refusal without words, for an
    unknown kind, and for what has not happened yet.
    """
    by.must(Action.NOTE)
    if kind not in set(NoteKind):
        known = ", ".join(NoteKind)
        raise Refusal(Problem(field="kind", says=f"A note is one of: {known}."))
    text = words("says", says, says="Write the note first.", most=LONGEST_NOTE)
    if happened_at is not None and happened_at > at:
        raise Refusal(Problem(field="at", says="This is in the future."))
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    if record.incident.status in OVER:
        record.enter(str(kind), says=text, at=happened_at, late=True)
    else:
        record.enter(str(kind), says=text, at=happened_at)
    offer_promises(record, text, found_in="note", by=by)
    record.keep()
    return incident_id
