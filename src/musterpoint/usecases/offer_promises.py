"""Find promises in words that somebody saves, and offer them to be kept.

Nothing is promised by this: what is found is no clock until a person says that it is one, to whom
and by when.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.operations import promises
from musterpoint.apps.communications.operations.promises import OwnRecord
from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Actor
from musterpoint.domain.promises import Found, find, may_promise
from musterpoint.usecases.promising import reckoning

LONGEST_SAYS = 500


def offer_promises(
    record: Record,
    text: str,
    *,
    found_in: str,
    by: Actor,
    source: str = "",
    but: datetime | None = None,
) -> list[int]:
    """Offer what ``text`` promises within the open entry of an incident's record.

    Returns the ids of the new promises. ``source`` names the row that the text is kept in. What the
    incident's promises say already is not offered again: texts quote one another. Nor is what falls
    due at ``but``: the next update has a clock of its own.
    """
    if by.is_system or not may_promise(text):
        return []
    incident = record.incident
    said = set(Promise.objects.filter(incident=incident).values_list("says", flat=True))
    return [
        promises.add(
            record,
            incident=incident,
            **_values(one, found_in=found_in, source=source, by=by, at=record.at),
        ).pk
        for one in find(text, reckoning(record.at))
        if one.says[:LONGEST_SAYS] not in said and (one.due_at is None or one.due_at != but)
    ]


def offer_apart(
    text: str,
    *,
    found_in: str,
    source: str,
    by: Actor,
    at: datetime,
    incident_id: int | None = None,
) -> list[int]:
    """Offer what a text promises that is kept outside any incident's own record.

    With ``incident_id`` it is about that incident, whether or not whoever wrote it sees it; else
    each promise has a record of its own.
    """
    if by.is_system or not may_promise(text):
        return []
    if incident_id is not None:
        incident = incidents.lock(Incident.objects.all(), incident_id)
        record = Record(incident, at=at, actor=by.key)
        record.enter("promise_found")
        found = offer_promises(record, text, found_in=found_in, source=source, by=by)
        record.keep()
        return found
    return [
        _alone(_values(one, found_in=found_in, source=source, by=by, at=at), by=by, at=at)
        for one in find(text, reckoning(at))
    ]


def _alone(values: dict[str, Any], *, by: Actor, at: datetime) -> int:
    record = OwnRecord(at=at, actor=by.key)
    record.enter("promise_found")
    promise = promises.add(record, incident=None, **values)
    record.keep()
    return promise.pk


def _values(one: Found, *, found_in: str, source: str, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        "found_in": found_in,
        "source": source,
        "says": one.says[:LONGEST_SAYS],
        "whom": one.whom,
        "due_at": one.due_at,
        "found_at": at,
        "found_by_id": by.person_id,
    }
