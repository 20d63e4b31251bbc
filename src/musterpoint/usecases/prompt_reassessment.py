"""Prompt a fresh look at impact and urgency: nothing changes by itself, a person is asked."""

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
from musterpoint.domain.reassess import Looked, reasons
from musterpoint.domain.states import OPEN
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.judgement import arm_reassessment, targets_of


@transaction.atomic
def prompt_reassessment(due: Sequence[Claimed], at: datetime) -> None:
    """Say on each timer's incident why a fresh look is due, tell its owner, arm the next prompt.

    An incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    records = [
        Record(incident, at=at, actor=WORKER.key)
        for incident in locked.values()
        if incident.status in OPEN
    ]
    for record in records:
        _prompt(record)
    keep_all(records, at=at)


def _prompt(record: Record) -> None:
    incident = record.incident
    strategy = policies.get(incident.strategy_id).strategy
    priority = targets_of(incident, strategy)
    looked = Looked(priority=priority, assessed_at=incident.assessed_at or incident.logged_at)
    because = reasons(strategy, looked, at=record.at)
    if because:
        _ask(record, because)
    arm_reassessment(record, strategy)


def _ask(record: Record, because: Sequence[Because]) -> None:
    incident = record.incident
    says = " ".join(each.says for each in because)
    record.enter("reassess_prompted", because=because)
    record.set(reassess_reason=says[:200])
    if incident.owner_id is None:
        return
    subject = wording.subject(
        priority=incident.priority,
        ref=incident.ref,
        summary=incident.summary,
        ending="is the priority still right?",
        is_restricted=incident.restricted,
    )
    letter = Letter(
        key=f"reassess:{incident.pk}:{record.at:%Y%m%dT%H%M%S}:{incident.owner_id}",
        stream=incident.stream,
        channel=Message.Channel.IN_PRODUCT,
        subject=subject,
        body=says,
        recipient_id=incident.owner_id,
        link=wording.page_of(incident.ref),
        urgency=4,
        purpose="reassess",
    )
    record.tell([letter])
