"""Record what became of messages that were handed to a channel; a dead one gets an owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the channel said to one message. ``lasting`` means that trying again is no use.

    ``wait`` is how long the other side asked to be left alone.
    """

    message: Message
    delivered: bool
    detail: str
    lasting: bool = False
    wait: timedelta | None = None
    provider_id: str = ""


@transaction.atomic
def record_deliveries(outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Record all outcomes. Administrators hear of a dead message, once a day for each address."""
    notifications.lock([one.message for one in outcomes])
    taken = [one for one in outcomes if one.delivered]
    notifications.delivered_all([(one.message, one.detail) for one in taken], at=at)
    dead = [
        one
        for one in outcomes
        if not one.delivered
        and notifications.failed(one.message, at=at, error=one.detail, lasting=one.lasting)
    ]
    if dead:
        letters = _letters(dead, at=at)
        notifications.queue(letters, at=at)
    topics = {one.message.stream for one in outcomes if one.message.stream.startswith("incident:")}
    timers.announce(topics)


def _letters(dead: Sequence[Outcome], *, at: datetime) -> list[Letter]:
    return [
        Letter(
            key=f"dead:{at:%Y-%m-%d}:{one.message.recipient_id or one.message.pk}:{person.pk}",
            stream=one.message.stream,
            channel=Message.Channel.IN_PRODUCT,
            subject=f"A message to {_reader(one.message)} could not be delivered",
            body=f"{one.message.subject}\n{one.detail}\nReach them some other way, and mend this.",
            recipient_id=person.pk,
            link=one.message.link,
            urgency=1,
            purpose="dead",
        )
        for one in dead
        for person in accounts.with_roles([Role.ADMINISTRATOR])
    ]


def _reader(message: Message) -> str:
    return message.recipient.name if message.recipient else message.address
