"""Correct an update that was wrong: as a draft that goes to the same people by the same channels.

The correction is an update like any other: somebody says what is true, and a second person agrees.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Update
from musterpoint.apps.communications.operations import notices, updates
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates.pieces import WRONG, fields_of
from musterpoint.usecases import composing
from musterpoint.usecases.draft_update import put
from musterpoint.usecases.outdate_briefings import outdate_told
from musterpoint.usecases.watch_corrections import watch
from musterpoint.usecases.working import begin, words

LONGEST_WHY = 300
OVER = (Update.State.ABANDONED,)


@transaction.atomic
def correct_update(
    *,
    incident_id: int,
    number: int,
    why: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Say that an update was wrong, and why; return the number of the correction begun for it.

    Raises NoSuchPart, Refusal without a reason, and WrongState for what was not sent.
    """
    by.must(Action.UPDATE)
    text = words("why", why, says="Say what was wrong with it.", most=LONGEST_WHY)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    update = composing.find(record, number)
    composing.must_be(update, Update.State.SENT, Update.State.WRONG, wanted="sent")
    correction = start_correction(record, update.pk, why=text, by=by, at=at)
    record.keep()
    return correction.number


def start_correction(record: Record, update_id: int, why: str, by: Actor, at: datetime) -> Update:
    """Mark an update of the record's incident as wrong and begin its correction.

    One that is open already is returned as it is. The caller keeps the record. It is watched until
    everybody has been reached again.
    """
    del at  # the record's own
    wrong = Update.objects.select_related("corrects").get(pk=update_id, incident=record.incident)
    wrong.incident = record.incident
    present = wrong.corrected_by.exclude(state__in=OVER).order_by("number").last()
    if present is not None and present.state != Update.State.WRONG:
        return present
    strategy = composing.strategy_of(record.incident)
    outdate_told(record, update_id=wrong.pk)
    record.enter("correction_begun", reason=why, number=wrong.number, audience=wrong.audience)
    updates.change(record, wrong, state=Update.State.WRONG, wrong_why=why[:LONGEST_WHY])
    notices.touched_by(wrong.pk, at=record.at)
    correction = updates.add(
        record,
        audience=wrong.audience,
        rule=wrong.rule,
        template=_template(strategy, wrong),
        corrects=wrong,
        subject=_subject(wrong),
        composed_by_id=by.person_id,
    )
    put(record, correction, (), {}, strategy)
    watch(record, wrong)
    return correction


def _template(strategy: Strategy, wrong: Update) -> str:
    """Return a template of this audience that quotes what was wrong, else none."""
    for row in strategy.communications.values():
        template = strategy.templates.get(row.template)
        if row.audience == wrong.audience and template and WRONG in fields_of(template.says):
            return template.code
    return ""


def _subject(wrong: Update) -> str:
    subject = wrong.subject.removeprefix("Correction: ")
    return f"Correction: {subject}"[:200] if subject else "Correction of our last update"
