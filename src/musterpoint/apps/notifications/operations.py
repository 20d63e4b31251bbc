"""Queue messages, claim them for sending, and record what became of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F

from musterpoint.apps.notifications.models import Attempt, Message

LEASE = timedelta(seconds=20)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(minutes=10)
GIVE_UP_AFTER = 12

_CLAIM = """
UPDATE notifications_message SET leased_until = %s, leased_by = %s WHERE id IN (
    SELECT id FROM notifications_message
    WHERE state = 'queued' AND coalesce(retry_at, created_at) <= %s
    AND (leased_until IS NULL OR leased_until < %s) AND channel = ANY(%s)
    ORDER BY urgency, coalesce(retry_at, created_at) LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""

# One document of all rows costs a fraction of what binding every column of every row does.
_QUEUE = """
INSERT INTO notifications_message (key, stream, recipient_id, address, channel, subject, body, link,
    urgency, purpose, state, created_at, sent_at, attempts, leased_by, last_error)
SELECT key, stream, recipient_id, address, channel, subject, body, link, urgency, purpose,
    CASE WHEN channel = 'in_product' THEN 'sent' ELSE 'queued' END, %(at)s,
    CASE WHEN channel = 'in_product' THEN %(at)s END, 0, '', ''
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(key text, stream text, recipient_id bigint,
    address text, channel text, subject text, body text, link text, urgency int, purpose text)
ON CONFLICT (key) DO NOTHING
"""

# Whoever changes several messages locks them in order of id, or takes only those that are free.
_RENEW = """
UPDATE notifications_message SET leased_until = %s WHERE id IN (
    SELECT id FROM notifications_message WHERE state = 'queued' AND leased_by = %s AND id = ANY(%s)
    ORDER BY id FOR UPDATE SKIP LOCKED)
"""
_RELEASE = """
UPDATE notifications_message SET leased_until = NULL WHERE id IN (
    SELECT id FROM notifications_message WHERE state = 'queued' AND leased_by = %s
    ORDER BY id FOR UPDATE SKIP LOCKED)
"""
_HOLD = """
UPDATE notifications_message SET state = 'held', leased_until = NULL, last_error = %s WHERE id IN (
    SELECT id FROM notifications_message WHERE state = 'queued' AND channel = %s
    ORDER BY id FOR UPDATE SKIP LOCKED)
"""
_SUPERSEDE = """
UPDATE notifications_message SET state = 'superseded' WHERE id IN (
    SELECT id FROM notifications_message
    WHERE state = 'queued' AND stream = ANY(%s) AND purpose = %s ORDER BY id FOR UPDATE)
"""

_VEIL = """
UPDATE notifications_message SET subject = %s, body = %s WHERE id IN (
    SELECT id FROM notifications_message WHERE stream = %s
    AND (state = 'queued' OR channel = 'in_product')
    AND (recipient_id IS NULL OR recipient_id <> ALL(%s)) ORDER BY id FOR UPDATE)
"""


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
    rows = [_row(letter) for letter in letters]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_QUEUE, {"at": at, "rows": json.dumps(rows)})


def _row(letter: Letter) -> dict[str, Any]:
    return {
        "key": letter.key,
        "stream": letter.stream,
        "recipient_id": letter.recipient_id,
        "address": letter.address,
        "channel": str(letter.channel),
        "subject": " ".join(letter.subject.replace("\0", " ").split())[:200],
        "body": letter.body.replace("\0", " "),
        "link": letter.link,
        "urgency": letter.urgency,
        "purpose": letter.purpose,
    }


def claim(
    *,
    worker: str,
    at: datetime,
    limit: int,
    channels: Collection[str] = (Message.Channel.IN_PRODUCT, Message.Channel.EMAIL),
) -> list[Message]:
    """Lease up to ``limit`` queued messages, most urgent first. A lease runs out by itself.

    A claim is not a sending: a message whose worker died is claimed again when its lease ends.
    """
    with connection.cursor() as cursor:
        names = [str(channel) for channel in channels]
        cursor.execute(_CLAIM, [at + LEASE, worker, at, at, names, limit])
        ids = [row[0] for row in cursor.fetchall()]
    if not ids:
        return []
    return list(
        Message.objects.select_related("recipient").filter(pk__in=ids).order_by("urgency", "id")
    )


def renew(*, ids: Sequence[int], worker: str, at: datetime) -> None:
    """Keep the leases of messages that ``worker`` is still sending."""
    _execute(_RENEW, at + LEASE, worker, list(ids))


def release(*, worker: str) -> None:
    """Give back what ``worker`` leased and did not send, so that another takes it at once."""
    _execute(_RELEASE, worker)


def lock(messages: Sequence[Message]) -> None:
    """Lock messages in order of id, before their outcomes are recorded in whatever order."""
    ids = [message.pk for message in messages]
    list(Message.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def delivered(message: Message, *, at: datetime, detail: str = "") -> None:
    """Record that the channel took the message. True also of one superseded while on its way."""
    delivered_all([(message, detail)], at=at)


def delivered_all(messages: Sequence[tuple[Message, str]], *, at: datetime) -> None:
    """Record that the channel took each message, with what it said."""
    if not messages:
        return
    Attempt.objects.bulk_create(
        Attempt(message=message, at=at, delivered=True, detail=detail[:2000])
        for message, detail in messages
    )
    Message.objects.filter(pk__in=[m.pk for m, _ in messages]).exclude(
        state=Message.State.SENT
    ).update(
        state=Message.State.SENT,
        sent_at=at,
        attempts=F("attempts") + 1,
        leased_until=None,
        last_error="",
    )


def failed(message: Message, *, at: datetime, error: str, lasting: bool = False) -> bool:
    """Record a failed try; return whether the message is now dead.

    ``lasting`` gives up at once. A message that was sent or superseded meanwhile stays so.
    """
    tries = message.attempts + 1
    dead = lasting or tries >= GIVE_UP_AFTER
    Attempt.objects.create(message=message, at=at, delivered=False, detail=error[:2000])
    changed = Message.objects.filter(pk=message.pk, state=Message.State.QUEUED).update(
        state=Message.State.DEAD if dead else Message.State.QUEUED,
        attempts=tries,
        retry_at=at + wait_before(tries=tries, key=message.key),
        leased_until=None,
        last_error=error[:2000],
    )
    return dead and bool(changed)


def wait_before(*, tries: int, key: str) -> timedelta:
    """Return how long to wait after ``tries`` failures.

    The wait doubles from FIRST_RETRY up to LONGEST_RETRY, less up to a quarter that depends on
    the key, so that what failed together is not all tried again in the same second.
    """
    wait = min(FIRST_RETRY * (1 << min(max(tries - 1, 0), 20)), LONGEST_RETRY)
    share = hashlib.sha256(f"{key}:{tries}".encode()).digest()[0] / 255
    return wait * (1 - share / 4)


def hold_channel(*, channel: str, reason: str) -> int:
    """Hold what is queued on a channel that is not set up; return how many messages.

    A held message is never sent: by the time the channel works its news would be old.
    """
    return _execute(_HOLD, reason[:2000], channel)


def supersede(*, keys: Sequence[str]) -> int:
    """Mark queued messages that newer news replaced; return how many."""
    return Message.objects.filter(key__in=keys, state=Message.State.QUEUED).update(
        state=Message.State.SUPERSEDED
    )


def supersede_about(streams: Collection[str], *, purpose: str) -> int:
    """Mark what is queued about these streams for ``purpose`` as replaced; return how many."""
    return _execute(_SUPERSEDE, list(streams), purpose)


def veil(stream: str, *, readers: Collection[int], subject: str, body: str) -> int:
    """Put other words in place of what was written about this stream to all but ``readers``.

    What has left the house by another channel cannot be taken back. Return how many were changed.
    """
    return _execute(_VEIL, subject, body, stream, list(readers))


def read(*, recipient_id: int, ids: Sequence[int], at: datetime) -> None:
    """Record that a person read their in-product messages."""
    Message.objects.filter(recipient_id=recipient_id, pk__in=ids, read_at=None).update(read_at=at)


def _execute(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
