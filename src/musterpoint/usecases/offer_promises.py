"""Find promises in words that somebody saves, and offer them to be kept.

Nothing is promised by this: what is found is no clock until a person says that it is one, to whom
and by when.
"""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.communications.operations import promises
from musterpoint.apps.communications.operations.promises import OwnRecord
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Actor
from musterpoint.domain.promises import find, may_promise
from musterpoint.usecases.promising import reckoning

LONGEST_SAYS = 500


def offer_promises(
    record: Record, text: str, *, found_in: str, source: str = "", by: Actor
) -> list[int]:
    """Offer what ``text`` promises within the open entry of an incident's record.

    Returns the ids of the new promises. ``source`` names the row that the text is kept in.
    """
    if by.is_system or not may_promise(text):
        return []
    return [
        promises.add(
            record,
            incident=record.incident,
            found_in=found_in,
            source=source,
            says=one.says[:LONGEST_SAYS],
            whom=one.whom,
            due_at=one.due_at,
            found_at=record.at,
            found_by_id=by.person_id,
        ).pk
        for one in find(text, reckoning(record.at))
    ]


def offer_apart(text: str, *, found_in: str, source: str, by: Actor, at: datetime) -> list[int]:
    """Offer what a text promises that belongs to no incident; each has a record of its own."""
    if by.is_system or not may_promise(text):
        return []
    found = []
    for one in find(text, reckoning(at)):
        record = OwnRecord(at=at, actor=by.key)
        record.enter("promise_found")
        promise = promises.add(
            record,
            incident=None,
            found_in=found_in,
            source=source,
            says=one.says[:LONGEST_SAYS],
            whom=one.whom,
            due_at=one.due_at,
            found_at=at,
            found_by_id=by.person_id,
        )
        record.keep()
        found.append(promise.pk)
    return found
