"""A fact is withdrawn that colleagues were told: every open briefing with it is to be read again.

The line is struck on every card at once. Whoever had read it is told in their notices, and nobody
counts as having read it until they read it without that line.
"""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.communications.models import Briefing
from musterpoint.apps.communications.operations import briefings
from musterpoint.apps.communications.queries import briefing_reads
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.notifications.operations import Letter
from musterpoint.usecases.working import who_see

LONGEST_SUBJECT = 180


def outdate_briefings(record: Record, *, fact: int, says: str) -> list[int]:
    """Ask for every open briefing that tells this fact to be read again; return their ids."""
    rows = briefings.open_telling(record, fact)
    for row in rows:
        _outdate(record, row, says)
    return [row.pk for row in rows]


def outdate_told(record: Record, *, update_id: int) -> None:
    """Do the same for every open briefing that tells this update, which is wrong."""
    for row in briefings.of_update(record, update_id):
        _outdate(record, row, row.headline)


def _outdate(record: Record, row: Briefing, says: str) -> None:
    readers = briefing_reads.who_read(row.pk, row.revision)
    record.enter("briefing_outdated", says=says)
    briefings.change(record, row, revision=row.revision + 1, revised_at=record.at)
    record.tell(_letters(record, row, says, readers))


def _letters(record: Record, row: Briefing, says: str, readers: list[int]) -> Iterator[Letter]:
    told = list(dict.fromkeys([*readers, *([row.revised_by_id] if row.revised_by_id else [])]))
    if record.incident.restricted:
        told = who_see(record.incident.pk, told)
    for person in told:
        yield Letter(
            key=f"outdated:{row.pk}:{row.revision}:{person}",
            stream=record.incident.stream,
            channel="in_product",
            subject=f"Stop saying this: {says}"[:LONGEST_SUBJECT],
            body=f"It does not hold. The briefing “{row.headline}” told it; read it again.",
            recipient_id=person,
            link="/card/",
            urgency=2,
            purpose="briefing",
        )
