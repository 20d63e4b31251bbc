"""Queue messages, and take back or reword what newer news replaced before it was sent."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from django.db import connection

from musterpoint.apps.notifications.models import Message
from musterpoint.domain.personal_data import Kind, masked
from musterpoint.domain.personal_data.within import with_texts

CARDS = frozenset({Kind.CARD_NUMBER, Kind.CARD_SECURITY_CODE})
NOT_WORDS = frozenset({"key", "stream", "channel", "address", "link", "purpose", "send_at"})

# One document of all rows costs a fraction of what binding every column of every row does.
_QUEUE = """
INSERT INTO notifications_message (key, stream, recipient_id, address, method_id, channel, subject,
    body, short, link, urgency, purpose, wakes, send_at, waits_because, state, created_at, sent_at,
    attempts, leased_by, last_error)
SELECT key, stream, recipient_id, address, method_id, channel, subject, body, short, link, urgency,
    purpose, wakes, send_at, waits_because,
    CASE WHEN channel = 'in_product' THEN 'sent' ELSE 'queued' END, %(at)s,
    CASE WHEN channel = 'in_product' THEN %(at)s END, 0, '', ''
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(key text, stream text, recipient_id bigint,
    address text, method_id bigint, channel text, subject text, body text, short text, link text,
    urgency int, purpose text, wakes boolean, send_at timestamptz, waits_because text)
ON CONFLICT (key) DO NOTHING
"""
_SUPERSEDE = """
UPDATE notifications_message SET state = 'superseded' WHERE id IN (
    SELECT id FROM notifications_message
    WHERE state = 'queued' AND stream = ANY(%s) AND purpose = %s ORDER BY id FOR UPDATE)
"""
_SUPERSEDE_FOR = """
UPDATE notifications_message SET state = 'superseded' WHERE id IN (
    SELECT id FROM notifications_message
    WHERE state = 'queued' AND stream = ANY(%s) AND purpose = %s AND recipient_id = %s
    ORDER BY id FOR UPDATE)
"""
# A dead letter could be sent again, and a bundle that is tried again holds words of its notices.
_VEIL = """
WITH about AS MATERIALIZED (
    SELECT id FROM notifications_message WHERE stream = %(stream)s
    UNION SELECT bundled_into_id FROM notifications_message
    WHERE stream = %(stream)s AND bundled_into_id IS NOT NULL)
UPDATE notifications_message SET subject = %(subject)s, body = %(body)s, short = '' WHERE id = ANY(
    ARRAY(SELECT m.id FROM about JOIN notifications_message AS m ON m.id = about.id
        WHERE (m.state IN ('queued', 'dead') OR m.channel = 'in_product')
        AND (m.recipient_id IS NULL OR m.recipient_id <> ALL(%(readers)s))
        ORDER BY m.id FOR UPDATE OF m))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message to queue. ``key`` makes a second queueing of the same letter do nothing.

    ``send_at`` holds it back until then, and ``waits_because`` says why; ``wakes`` marks a call
    that nothing may hold back. ``short`` is for channels with room for few words.
    """

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
    method_id: int | None = None
    short: str = ""
    send_at: datetime | None = None
    waits_because: str = ""
    wakes: bool = False


def queue(letters: Iterable[Letter], *, at: datetime) -> None:
    """Queue all letters in one statement. An in-product message is there once committed.

    Cards and their codes leave by no channel; the codes of signing in must.
    """
    harmless = cache(partial(masked, of=CARDS))  # one news goes to many people
    rows = [with_texts(_row(letter), harmless, but=NOT_WORDS) for letter in letters]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_QUEUE, {"at": at, "rows": json.dumps(rows)})


def supersede(*, keys: Sequence[str]) -> int:
    """Mark queued messages that newer news replaced; return how many."""
    return Message.objects.filter(key__in=keys, state=Message.State.QUEUED).update(
        state=Message.State.SUPERSEDED
    )


def supersede_about(
    streams: Collection[str], *, purpose: str, recipient_id: int | None = None
) -> int:
    """Mark what is queued about these streams for ``purpose`` as replaced; return how many.

    With ``recipient_id`` only what waits for that person: they have answered.
    """
    if recipient_id is None:
        return _execute(_SUPERSEDE, list(streams), purpose)
    return _execute(_SUPERSEDE_FOR, list(streams), purpose, recipient_id)


def veil(stream: str, *, readers: Collection[int], subject: str, body: str) -> int:
    """Put other words in place of what was written about this stream to all but ``readers``.

    What has left the house by another channel cannot be taken back. Return how many were changed.
    """
    values: dict[str, Any] = {"subject": subject, "body": body, "stream": stream}
    with connection.cursor() as cursor:
        cursor.execute(_VEIL, {**values, "readers": list(readers)})
        return int(cursor.rowcount)


def read(*, recipient_id: int, ids: Sequence[int], at: datetime) -> None:
    """Record that a person read their in-product messages."""
    Message.objects.filter(recipient_id=recipient_id, pk__in=ids, read_at=None).update(read_at=at)


def _row(letter: Letter) -> dict[str, Any]:
    return {
        "key": letter.key,
        "stream": letter.stream,
        "recipient_id": letter.recipient_id,
        "address": letter.address,
        "method_id": letter.method_id,
        "channel": str(letter.channel),
        "subject": _line(letter.subject)[:200],
        "body": letter.body.replace("\0", " "),
        "short": _line(letter.short)[:160],
        "link": letter.link,
        "urgency": letter.urgency,
        "purpose": letter.purpose,
        "wakes": letter.wakes,
        "send_at": letter.send_at and letter.send_at.isoformat(),
        "waits_because": letter.waits_because[:200],
    }


def _line(text: str) -> str:
    return " ".join(text.replace("\0", " ").split())


def _execute(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
