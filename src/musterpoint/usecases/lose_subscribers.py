"""Subscribers of a status page whom nothing reaches: it ends, and nobody is bothered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from musterpoint.apps.communications.models import Subscription
from musterpoint.apps.communications.operations import subscribers
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message

SAYS = "It did not reach a subscriber of a status page. The page itself says it."


def lose_subscriber(message: Message, *, at: datetime) -> None:
    """End the subscription that this message was for: its address will never do."""
    number = subscribers.reader_of(message.key)
    found = Subscription.objects.filter(pk=number, ended_at=None).first() if number else None
    if found is not None:
        subscribers.end(subscribers.lock(found.pk), why="unreachable", at=at)


def settle_unread(messages: Sequence[Message], *, at: datetime) -> None:
    """Settle dead letters to subscribers: there is nothing for anybody to do about them."""
    for message in messages:
        notifications.settle(message, says=SAYS, at=at)
