"""A wrong update stays somebody's business until its correction has reached whom the error reached.

Whoever speaks for the incident and whoever manages it are reminded, also after it was closed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.communications.models import Update
from musterpoint.apps.communications.operations.receipts import fold_updates
from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.owners import owners_of
from musterpoint.usecases.working import tell

REMINDED_EVERY = timedelta(minutes=15)
SPEAKER = "communications_lead"


def watch(record: Record, wrong: Update) -> None:
    """Arm the timer that asks whether the correction has reached everybody."""
    payload = {"incident": wrong.incident_id, "update": wrong.pk}
    at = record.at + REMINDED_EVERY
    record.arm(TimerKind.CORRECTION_OPEN, str(wrong.pk), at=at, payload=payload)


@transaction.atomic
def remind_of_corrections(due: Sequence[Claimed], at: datetime) -> None:
    """Remind of each correction that has not reached everybody, and ask again later.

    An incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    owners = owners_of(locked.values(), at=at, roles=[SPEAKER])
    records = {pk: Record(row, at=at, actor=WORKER.key) for pk, row in locked.items()}
    for timer in due:
        record = records.get(timer.payload["incident"])
        if record is None:
            continue
        wrong = Update.objects.filter(pk=timer.payload["update"]).first()
        says = _still_open(wrong) if wrong is not None else ""
        if wrong is None or not says:
            continue
        record.enter("correction_open", says=says, number=wrong.number)
        people = [*owners.holding(record.incident, SPEAKER), *owners.managing(record.incident)]
        tell(
            record,
            [one.pk for one in people],
            purpose=f"correction:{wrong.number}:{at:%Y%m%dT%H%M}",
            subject=f"the correction of update {wrong.number} is open",
            body=says,
        )
        watch(record, wrong)
    keep_all(list(records.values()), at=at)


def _still_open(wrong: Update) -> str:
    """Return what is still to be done about a wrong update; nothing when everybody was reached."""
    if wrong.state != Update.State.WRONG:
        return ""
    rows = wrong.corrected_by.exclude(state=Update.State.ABANDONED)
    correction = rows.order_by("number").last()
    if correction is None or correction.sent_at is None:
        return f"Update {wrong.number} was wrong and its correction has not been sent."
    if correction.state == Update.State.WRONG:
        return ""  # which has a watch of its own
    fold_updates([correction.pk])
    left = [one for one in queries.deliveries(correction.pk) if one.state in queries.OPEN]
    if not left:
        return ""
    return (
        f"The correction of update {wrong.number} has not reached {len(left)} of those whom the"
        " error reached."
    )
