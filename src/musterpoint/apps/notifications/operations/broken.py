"""Mark the way that a message took as broken, or as working again.

The e-mail of an account is no row of its own; it gets one once there is something to say of it.
"""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.notifications.models import ContactMethod, Message

LONGEST_WORDS = 300


def mark_broken(message: Message, *, says: str, at: datetime) -> ContactMethod | None:
    """Mark the message's way as broken; return it, or None when there is none or it was before.

    The rows are few and each is changed by one statement, so no lock is held between.
    """
    method = message.method or _of_the_account(message, at=at)
    if method is None:
        return None
    changed = ContactMethod.objects.filter(pk=method.pk, broken_at=None, removed_at=None).update(
        broken_at=at, broken_says=says[:LONGEST_WORDS]
    )
    return method if changed else None


def mend(message: Message) -> ContactMethod | None:
    """Note that the message's way works after all; return it, or None when it was not broken."""
    method = message.method or _row_of_the_account(message)
    if method is None or method.broken_at is None:
        return None
    ContactMethod.objects.filter(pk=method.pk).update(broken_at=None, broken_says="")
    return method


def _of_the_account(message: Message, *, at: datetime) -> ContactMethod | None:
    person = message.recipient
    if person is None or message.channel != Message.Channel.EMAIL:
        return None
    method, _ = ContactMethod.objects.get_or_create(
        holder=f"person:{person.pk}",
        channel=Message.Channel.EMAIL,
        address=message.address or person.email,
        removed_at=None,
        defaults={"person": person, "verified_at": at, "added_at": at},
    )
    return method


def _row_of_the_account(message: Message) -> ContactMethod | None:
    if message.recipient is None:
        return None
    address = message.address or message.recipient.email
    rows = ContactMethod.objects.filter(
        holder=f"person:{message.recipient.pk}", channel=message.channel, address=address
    )
    return rows.filter(removed_at=None).first()
