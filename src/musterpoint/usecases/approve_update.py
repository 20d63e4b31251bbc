"""The second person: asked for, agrees to these very words, or sends them back with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Update
from musterpoint.apps.communications.operations import updates
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.updates import MayNotAgree, may_agree
from musterpoint.usecases import composing
from musterpoint.usecases.approvers import approvers, role_name
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import begin, person_of, tell, words

LONGEST_WHY = 300


class CannotAgree(Refusal):
    """This person's agreement does not count for this update."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="by", says=says))


@transaction.atomic
def ask_approval(
    *,
    incident_id: int,
    number: int,
    by: Actor,
    at: datetime,
    revision: int | None = None,
    seen_version: int | None = None,
) -> None:
    """Ask for agreement to an update that nothing else stands in the way of.

    Tells whoever may agree. Raises NoSuchPart, WordsChanged, WrongState or CannotLeave.
    """
    by.must(Action.UPDATE)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    update = composing.find(record, number, revision=revision)
    composing.must_be(update, Update.State.DRAFTED, wanted="a draft")
    composing.must_be_fit(update, at=record.at)
    ask(record, update, by=by)
    record.keep()


def ask(record: Record, update: Update, *, by: Actor) -> None:
    """Let an update wait for its second person, and tell those who may be the one."""
    strategy = composing.strategy_of(record.incident)
    rule = strategy.communications.get(update.rule)
    audience = composing.audience_of(strategy, update.audience)
    record.enter("update_asked", audience=audience.name)
    updates.change(record, update, state=Update.State.APPROVAL, asked_at=record.at)
    tell(
        record,
        approvers(record, strategy, rule, at=record.at),
        purpose=f"approve:{update.number}:{update.revision}",
        subject=f"words to {audience.name} wait for you to agree",
        body=f"Update {update.number} to {audience.name} waits for {role_name(strategy, rule)}.",
        but=(by.person_id, *update.hands),
    )


@transaction.atomic
def approve_update(
    *,
    incident_id: int,
    number: int,
    revision: int,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> None:
    """Agree to these very words. What stands in their way by now is refused here as well.

    Whoever agrees had no hand in the words and holds the role that the plan names. Raises
    OnlyAPerson, NoSuchPart, WordsChanged, WrongState, CannotAgree or CannotLeave.
    """
    by.must(Action.NOTE)
    person = person_of(by)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    update = composing.find(record, number, revision=revision)
    composing.must_be(update, Update.State.APPROVAL, wanted="waiting for agreement")
    strategy = composing.strategy_of(record.incident)
    rule = strategy.communications.get(update.rule)
    try:
        may_agree(
            rule,
            role_name=role_name(strategy, rule),
            person=person,
            composers=update.hands or [update.composed_by_id],
            approvers=approvers(record, strategy, rule, at=record.at),
        )
    except MayNotAgree as refusal:
        raise CannotAgree(str(refusal)) from refusal
    composing.must_be_fit(update, at=record.at)
    record.enter("update_approved", audience=update.audience)
    updates.change(
        record, update, state=Update.State.APPROVED, approved_at=record.at, approved_by=person
    )
    record.keep()


@transaction.atomic
def send_back(
    *,
    incident_id: int,
    number: int,
    why: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> None:
    """Do not agree: the update is a draft again, and its composers hear why.

    Raises NoSuchPart, WrongState, or Refusal without a reason.
    """
    by.must(Action.NOTE)
    text = words("why", why, says="Say what should be said otherwise.", most=LONGEST_WHY)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    update = composing.find(record, number)
    composing.must_be(
        update, Update.State.APPROVAL, Update.State.APPROVED, wanted="waiting for agreement"
    )
    record.enter("update_sent_back", audience=update.audience, reason=text)
    updates.change(
        record,
        update,
        state=Update.State.DRAFTED,
        asked_at=None,
        approved_at=None,
        approved_by=None,
    )
    tell(
        record,
        update.hands,
        purpose=f"sent_back:{update.number}:{update.revision}",
        subject=f"update {update.number} came back",
        body=text,
        but=(by.person_id,),
    )
    record.keep()


@transaction.atomic
def abandon_update(
    *, incident_id: int, number: int, by: Actor, at: datetime, seen_version: int | None = None
) -> None:
    """Give up an update that was not sent. Raises NoSuchPart or WrongState."""
    by.must(Action.UPDATE)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    update = composing.find(record, number)
    composing.must_be(
        update,
        Update.State.DRAFTED,
        Update.State.APPROVAL,
        Update.State.APPROVED,
        wanted="not sent yet",
    )
    record.enter("update_abandoned", audience=update.audience)
    updates.change(record, update, state=Update.State.ABANDONED)
    record.keep()
