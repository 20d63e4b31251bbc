"""Write a note of the shift that belongs to no incident. It is never taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import handing
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.offer_promises import offer_apart
from musterpoint.usecases.working import person_of, words

LONGEST_NOTE = 5_000
STREAM = "shift_log"


@transaction.atomic
def write_shift_note(*, says: str, by: Actor, at: datetime) -> int:
    """Add a note to the shift log and return its id. Raises Refusal without words, and TooLong."""
    by.must(Action.NOTE)
    person = person_of(by)
    text = words("says", says, says="Write the note first.", most=LONGEST_NOTE)
    note = handing.write_note(person=person, says=text, at=at)
    changes = [{"of": f"shift_note:{note.pk}", "field": "says", "old": None, "new": text}]
    draft = ledger.Draft(kind="shift_note", at=at, actor=by.key, data={"changes": changes})
    ledger.append(stream=STREAM, drafts=[draft], recorded_at=at)
    timers.announce([STREAM])
    offer_apart(text, found_in="shift_note", source=f"shift_note:{note.pk}", by=by, at=at)
    return note.pk
