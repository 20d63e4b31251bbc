"""Record what became of messages that were handed to a channel; a dead one gets an owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.communications.operations import subscribers
from musterpoint.apps.communications.operations.receipts import fold_messages
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.channels.registry import sends_receipts
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import STATUS, UPDATE
from musterpoint.apps.notifications.operations import Delivered
from musterpoint.apps.timers import operations as timers
from musterpoint.usecases.broken_ways import break_way
from musterpoint.usecases.dead_letters import tell_of_the_dead
from musterpoint.usecases.record_receipt import record_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the channel said to one message. ``lasting`` means that trying again is no use.

    ``blames_way`` is false where other messages may still go that way. ``wait`` is how long the
    other side asked to be left alone.
    """

    message: Message
    delivered: bool
    detail: str
    lasting: bool = False
    blames_way: bool = True
    wait: timedelta | None = None
    provider_id: str = ""


@transaction.atomic
def record_deliveries(outcomes: Sequence[Outcome], *, at: datetime) -> None:
    """Record all outcomes. Administrators hear of a dead message, once a day for each address."""
    named = [one for one in outcomes if one.provider_id]
    notifications.lock_names([(one.message.channel, one.provider_id) for one in named])
    notifications.lock([one.message for one in outcomes])
    taken = [
        Delivered(message=one.message, detail=one.detail, provider_id=one.provider_id)
        for one in outcomes
        if one.delivered
    ]
    notifications.delivered_all(taken, at=at)
    _count_early_receipts(taken)
    dead = [one.message for one in outcomes if _died(one, at=at)]
    tell_of_the_dead(dead, at=at)
    _judge_tests(taken, dead, at=at)
    fold_messages([one.message.pk for one in outcomes if one.message.purpose == UPDATE])
    subscribers.fold([one.message.key for one in outcomes if one.message.purpose == STATUS])
    topics = {one.message.stream for one in outcomes if one.message.stream.startswith("incident:")}
    timers.announce(topics)


def _died(one: Outcome, *, at: datetime) -> bool:
    """Record a failed try; return whether the message was given up by it."""
    if one.delivered:
        return False
    is_dead = notifications.failed(
        one.message, at=at, error=one.detail, lasting=one.lasting, wait=one.wait
    )
    one.message.last_error = one.detail
    if one.lasting and one.blames_way and is_dead:
        break_way(one.message, says=one.detail, at=at)
    return is_dead


def _judge_tests(taken: Sequence[Delivered], dead: Sequence[Message], *, at: datetime) -> None:
    """A test was proved by being taken, but where only a receipt says that it arrived."""
    arrived = [one.message for one in taken if not sends_receipts(one.message.channel)]
    notifications.proved(arrived, at=at)
    notifications.disproved(dead, at=at)


def _count_early_receipts(taken: Sequence[Delivered]) -> None:
    """Record what the other side reported before it was known what it calls the message."""
    sent = [(one.message.channel, one.provider_id) for one in taken if one.provider_id]
    for early in notifications.claim_early(sent):
        record_receipt(
            channel=early.channel,
            provider_id=early.provider_id,
            state=early.state,
            says=early.says,
            at=early.at,
        )
