"""Lock and keep many incidents at once: a batch costs as many statements as one incident does.

For the worker, whose batches never wait for a lock that a person's change holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations.record import Record, keep_clocks
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.timers import operations as timers


def lock_free(ids: Iterable[int]) -> dict[int, Incident]:
    """Lock, in order of id, those incidents that nobody else has locked, and return them.

    The worker holds locks on timers already; a person's change may hold an incident and want such a
    timer. Waiting here could therefore wait for ever.
    """
    rows = (
        Incident.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk__in=set(ids))
        .defer("search", "nature", "triage", "source_facts")
        .order_by("pk")
    )
    return {incident.pk: incident for incident in rows}


def keep_all(records: Sequence[Record], *, at: datetime) -> None:
    """Write what these records hold, as ``keep`` would one by one, in a fixed number of statements.

    One incident may not be in two of them.
    """
    kept = [record.take() for record in records]
    _keep_rows(records, [one.fields for one in kept])
    keep_clocks([clock for one in kept for clock in one.clocks])
    ledger.append_all({one.stream: one.drafts for one in kept if one.drafts}, recorded_at=at)
    timers.disarm((pair for one in kept for pair in one.disarm), at=at)
    armed = [due for one in kept for due in one.arm]
    timers.arm(armed, at=at)
    letters = [letter for one in kept for letter in one.letters]
    notifications.queue(letters, at=at)
    topics = {topic for one in kept if one.is_news for topic in one.topics}
    if topics:
        timers.announce(topics, work=bool(armed or letters))


def _keep_rows(records: Sequence[Record], fields: Sequence[frozenset[str]]) -> None:
    """Save rows with changes one by one; the many that only rise in version, together."""
    only_version: list[int] = []
    for record, dirty in zip(records, fields, strict=True):
        if dirty == {"version"}:
            only_version.append(record.incident.pk)
        elif dirty:
            record.incident.save(update_fields=sorted(dirty))
    if only_version:
        Incident.objects.filter(pk__in=only_version).update(version=F("version") + 1)
