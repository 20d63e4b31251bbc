"""Queue messages, claim them for sending, and record what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from musterpoint.apps.notifications.models import Attempt, Message

LEASE = timedelta(seconds=60)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(minutes=10)
GIVE_UP_AFTER = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message to queue. ``key`` makes a second queueing of the same letter do nothing."""

    key: str
    stream: str
    channel: str
    subject: str
    body: str
    recipient_id: int | None = None
    address: str = ""
    link: str = ""
    urgency: int = 3
    purpose: str = ""


def queue(letters: Iterable[Letter], *, at: datetime) -> None:
    """Queue all letters in one statement. An in-product message is there once committed."""
    rows = [
        Message(
            key=letter.key,
            stream=letter.stream,
            recipient_id=letter.recipient_id,
            address=letter.address,
            channel=letter.channel,
            subject=letter.subject[:200],
            body=letter.body,
            link=letter.link,
            urgency=letter.urgency,
            purpose=letter.purpose,
            created_at=at,
            state=Message.State.SENT
            if letter.channel == Message.Channel.IN_PRODUCT
            else Message.State.QUEUED,
            sent_at=at if letter.channel == Message.Channel.IN_PRODUCT else None,
        )
        for letter in letters
    ]
    if rows:
        Message.objects.bulk_create(rows, ignore_conflicts=True)


def claim(*, worker: str, at: datetime, limit: int) -> list[Message]:
    """Lease up to ``limit`` queued messages, most urgent first. A lease runs out by itself.

    A claim is not a sending: a message whose worker died is claimed again when its lease ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE notifications_message SET leased_until = %s, leased_by = %s WHERE id IN ("
            "SELECT id FROM notifications_message WHERE state = 'queued'"
            " AND coalesce(retry_at, created_at) <= %s"
            " AND (leased_until IS NULL OR leased_until < %s)"
            " ORDER BY urgency, coalesce(retry_at, created_at) LIMIT %s FOR UPDATE SKIP LOCKED)"
            " RETURNING id",
            [at + LEASE, worker, at, at, limit],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return list(
        Message.objects.select_related("recipient").filter(pk__in=ids).order_by("urgency", "id")
    )


def delivered(message: Message, *, at: datetime, detail: str = "") -> None:
    """Record that the channel took the message."""
    Attempt.objects.create(message=message, at=at, delivered=True, detail=detail[:2000])
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.SENT,
        sent_at=at,
        attempts=message.attempts + 1,
        leased_until=None,
        last_error="",
    )


def failed(message: Message, *, at: datetime, error: str, lasting: bool = False) -> bool:
    """Record a failed try; return whether the message is now dead.

    The wait doubles from FIRST_RETRY up to LONGEST_RETRY. ``lasting`` gives up at once.
    """
    tries = message.attempts + 1
    dead = lasting or tries >= GIVE_UP_AFTER
    wait = min(FIRST_RETRY * 2 ** (tries - 1), LONGEST_RETRY)
    Attempt.objects.create(message=message, at=at, delivered=False, detail=error[:2000])
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.DEAD if dead else Message.State.QUEUED,
        attempts=tries,
        retry_at=at + wait,
        leased_until=None,
        last_error=error[:2000],
    )
    return dead


def supersede(*, keys: Sequence[str]) -> int:
    """Mark queued messages that newer news replaced; return how many."""
    return Message.objects.filter(key__in=keys, state=Message.State.QUEUED).update(
        state=Message.State.SUPERSEDED
    )


def read(*, recipient_id: int, ids: Sequence[int], at: datetime) -> None:
    """Record that a person read their in-product messages."""
    Message.objects.filter(recipient_id=recipient_id, pk__in=ids, read_at=None).update(read_at=at)
