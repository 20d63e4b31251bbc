"""Give a dead letter an owner, send it again, or settle it. A letter is settled once."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.notifications.models import Message

LONGEST_WORDS = 300


class NoSuchDeadLetter(Exception):
    """There is no such dead letter, or it was settled."""


def lock_dead_letter(message_id: int) -> Message:
    """Lock a dead letter that is not settled, or raise NoSuchDeadLetter."""
    rows = Message.objects.select_for_update(of=("self",)).filter(
        pk=message_id, state=Message.State.DEAD, settled_at=None
    )
    found = rows.first()
    if found is None:
        raise NoSuchDeadLetter
    return found


def own(message: Message, *, owner_id: int, at: datetime) -> None:
    """Let this person see to a locked dead letter."""
    message.owner_id, message.owned_at = owner_id, at
    message.save(update_fields=["owner", "owned_at"])


def settle(message: Message, *, says: str, at: datetime) -> None:
    """Note how a locked dead letter came to its end."""
    message.settled_at, message.settled_says = at, says[:LONGEST_WORDS]
    message.save(update_fields=["settled_at", "settled_says"])


def queue_again(message: Message, *, at: datetime) -> Message:
    """Queue the same words for the same reader as a message of its own, linked from this one."""
    again = Message.objects.create(
        key=f"again:{message.pk}",
        stream=message.stream,
        recipient_id=message.recipient_id,
        address=message.address,
        method_id=message.method_id,
        channel=message.channel,
        subject=message.subject,
        body=message.body,
        short=message.short,
        link=message.link,
        urgency=message.urgency,
        purpose=message.purpose,
        wakes=message.wakes,
        created_at=at,
    )
    message.sent_again = again
    message.save(update_fields=["sent_again"])
    return again
