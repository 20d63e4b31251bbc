"""See to a dead letter: take it, send it again, or settle it with what was done instead.

Every administrator is told of a dead letter; the first who takes it owns it, and nobody else's
hands are on it then.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from musterpoint.apps.communications.operations.receipts import fold_messages, sent_again
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, needs_words

SENT_AGAIN = "sent again"


class NotDead(Conflict):
    """The message arrived after all, or its letter was settled."""

    def __init__(self) -> None:
        says = "This message is no dead letter (any more)."
        super().__init__(Problem(field="message", says=says))


class OwnedAlready(Conflict):
    """Somebody sees to it."""

    def __init__(self) -> None:
        says = "A colleague has taken this dead letter."
        super().__init__(Problem(field="owner", says=says))


class NeedsOwner(Refusal):
    """A dead letter is owned by a person."""

    def __init__(self) -> None:
        super().__init__(Problem(field="owner", says="Sign in as a person to take a dead letter."))


@transaction.atomic
def take_dead_letter(*, message_id: int, by: Actor, at: datetime) -> None:
    """Own a dead letter. Raises NotDead, OwnedAlready, NeedsOwner."""
    _own(_lock(message_id, by=by), by=by, at=at)


@transaction.atomic
def send_again(*, message_id: int, by: Actor, at: datetime) -> int:
    """Send the same words anew, which settles the letter; return the new message's number.

    Raises NotDead, OwnedAlready, NeedsOwner.
    """
    message = _lock(message_id, by=by)
    _own(message, by=by, at=at)
    again = notifications.queue_again(message, at=at)
    sent_again(message.pk, as_message=again.pk)
    fold_messages([again.pk])
    notifications.settle(message, says=SENT_AGAIN, at=at)
    _enter("dead_letter_sent_again", message, by=by, at=at, sent_again=(None, again.pk))
    timers.announce({message.stream}, work=True)
    return again.pk


@transaction.atomic
def settle_dead_letter(*, message_id: int, says: str, by: Actor, at: datetime) -> None:
    """Settle a dead letter with what was done instead.

    Raises NotDead, OwnedAlready, NeedsOwner, or Refusal for no words.
    """
    message = _lock(message_id, by=by)
    words = needs_words("says", says, "Write how the person was reached, or why they need not be.")
    _own(message, by=by, at=at)
    notifications.settle(message, says=words, at=at)
    # What somebody typed may name people, so the ledger holds only that it was settled.
    _enter("dead_letter_settled", message, by=by, at=at, settled_at=(None, at.isoformat()))
    timers.announce({message.stream})


def _lock(message_id: int, *, by: Actor) -> Message:
    by.must(Action.ADMINISTER)
    if by.person_id is None:
        raise NeedsOwner
    try:
        return notifications.lock_dead_letter(message_id)
    except notifications.NoSuchDeadLetter:
        raise NotDead from None


def _own(message: Message, *, by: Actor, at: datetime) -> None:
    """Own it, unless it is one's own already; raises OwnedAlready."""
    if by.person_id is None or message.owner_id == by.person_id:
        return
    if message.owner_id is not None:
        raise OwnedAlready
    notifications.own(message, owner_id=by.person_id, at=at)
    _enter("dead_letter_taken", message, by=by, at=at, owner=(None, by.key))


def _enter(
    kind: str, message: Message, *, by: Actor, at: datetime, **values: tuple[Any, Any]
) -> None:
    changes = [
        {"of": "message", "field": field, "old": old, "new": new}
        for field, (old, new) in values.items()
    ]
    draft = ledger.Draft(kind=kind, at=at, actor=by.key, data={"changes": changes})
    ledger.append(stream=f"message:{message.pk}", drafts=[draft], recorded_at=at)
