"""A word to an audience will soon be owed, or is late: whoever speaks for the incident hears of it.

What is late is late for everybody to see: it goes on the ledger and to whoever manages as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import Owed
from musterpoint.usecases.audience_clocks import arm_after, instants_of, owed_now
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.owners import Owners, owners_of
from musterpoint.usecases.watch_corrections import SPEAKER


@transaction.atomic
def mind_audiences(due: Sequence[Claimed], at: datetime) -> None:
    """Tell of each word that came near or fell due since its timer was armed, and arm the next.

    An incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    since = {timer.payload["incident"]: timer.due_at for timer in due}
    owners = owners_of(locked.values(), at=at, roles=[SPEAKER])
    records = []
    for pk, incident in locked.items():
        record = Record(incident, at=at, actor=WORKER.key)
        strategy = policies.get(incident.strategy_id).strategy
        found = owed_now(incident, strategy, at=at)
        for one in found:
            _mind(record, one, strategy, owners, since=since[pk])
        arm_after(record, found)
        records.append(record)
    keep_all(records, at=at)


def _mind(
    record: Record, one: Owed, strategy: Strategy, owners: Owners, *, since: datetime
) -> None:
    """Tell of one word when its warning or its end fell within what the timer stood for."""
    warning, end = instants_of(one)
    name = strategy.audiences[one.audience].name
    due = wording.clock_time(one.due_at, now=record.at, zone=owners.zone)
    if since <= end <= record.at:
        says = f"{name} have not had the {_which(one)} owed to them at {due}."
        because = [Because(clause=f"communications.{one.rule}", says=says)] if one.rule else []
        record.enter("audience_late", because=because, audience=one.audience)
        record.tell(_letters(record, one, owners, says=says, is_late=True))
    elif since <= warning <= record.at < end:
        says = f"{name}: the {_which(one)} is due at {due}."
        record.tell(_letters(record, one, owners, says=says, is_late=False))


def _which(one: Owed) -> str:
    return "first update" if one.is_first else "next update"


def _letters(
    record: Record, one: Owed, owners: Owners, *, says: str, is_late: bool
) -> list[Letter]:
    """Write to whoever speaks; of a late word also to whoever manages, and by e-mail."""
    incident = record.incident
    speaking = owners.holding(incident, SPEAKER) or owners.managing(incident)
    people = [*speaking, *(owners.managing(incident) if is_late else ())]
    ways = (
        (Message.Channel.IN_PRODUCT, Message.Channel.EMAIL)
        if is_late
        else (Message.Channel.IN_PRODUCT,)
    )
    name = one.audience.replace("_", " ")
    subject = wording.subject(
        priority=incident.priority,
        ref=incident.ref,
        summary=incident.summary,
        ending=f"update to {name} is late" if is_late else f"update to {name} is due soon",
        is_restricted=incident.restricted,
    )
    page = wording.page_of(incident.ref)
    mark = "late" if is_late else "soon"
    return [
        Letter(
            key=f"audience:{incident.pk}:{one.audience[:60]}:{one.due_at:%m%dT%H%M%S}:{mark}:{pk}:{way}",
            stream=incident.stream,
            channel=way,
            subject=subject,
            body=f"{says}\n{wording.address_of(page)}",
            recipient_id=pk,
            link=page,
            urgency=1 if is_late else 3,
            purpose="audience",
        )
        for pk in dict.fromkeys(person.pk for person in people)
        for way in ways
    ]
