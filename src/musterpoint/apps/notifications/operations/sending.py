"""Claim messages for sending, keep or give back the claim, and record what became of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.notifications.models import Attempt, Message
from musterpoint.apps.notifications.models.message import PRESSING

LEASE = timedelta(seconds=20)
FIRST_RETRY = timedelta(seconds=10)
LONGEST_RETRY = timedelta(minutes=10)
LONGEST_WAIT_ASKED_FOR = timedelta(minutes=30)
GIVE_UP_AFTER = 12
LAST_RANK = 32_767

# The expressions are those of the index message_lane, so that each lane reads only what it takes.
_CLAIM = """
WITH taken AS MATERIALIZED (
    SELECT m.id FROM unnest(%(channels)s::text[], %(first)s::int[], %(last)s::int[],
        %(limits)s::int[]) AS lane(channel, first_rank, last_rank, room)
    CROSS JOIN LATERAL (
        SELECT id FROM notifications_message WHERE state = 'queued' AND channel = lane.channel
        AND CASE WHEN purpose = 'path' THEN urgency ELSE urgency + 10 END
            BETWEEN lane.first_rank AND lane.last_rank
        AND coalesce(retry_at, send_at, created_at) <= %(at)s
        AND (leased_until IS NULL OR leased_until < %(at)s) AND lower(address) <> ALL(%(busy)s)
        ORDER BY CASE WHEN purpose = 'path' THEN urgency ELSE urgency + 10 END,
            coalesce(retry_at, send_at, created_at)
        LIMIT lane.room FOR UPDATE SKIP LOCKED) AS m)
UPDATE notifications_message AS m SET leased_until = %(until)s, leased_by = %(worker)s FROM taken
WHERE m.id = taken.id RETURNING m.id
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
_GIVE_BACK = """
UPDATE notifications_message SET leased_until = NULL WHERE id IN (
    SELECT id FROM notifications_message WHERE state = 'queued' AND leased_by = %s AND id = ANY(%s)
    ORDER BY id FOR UPDATE SKIP LOCKED)
"""
_HOLD = """
UPDATE notifications_message SET state = 'held', leased_until = NULL, last_error = %s WHERE id IN (
    SELECT id FROM notifications_message WHERE state = 'queued' AND channel = %s
    ORDER BY id FOR UPDATE SKIP LOCKED)
"""
_SENT = """
UPDATE notifications_message AS m SET state = 'sent', sent_at = %(at)s, attempts = attempts + 1,
    leased_until = NULL, last_error = '', provider_id = r.provider_id, receipt = 'taken'
FROM jsonb_to_recordset(%(rows)s::jsonb) AS r(id bigint, provider_id text)
WHERE m.id = r.id AND m.state <> 'sent'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How many messages a channel's senders can take: pressing calls, and all the rest."""

    channel: str
    pressing: int = 0
    other: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """A message that its channel took, what the channel said, and its name at the provider."""

    message: Message
    detail: str = ""
    provider_id: str = ""


def claim(
    *, worker: str, at: datetime, rooms: Sequence[Room], busy: Collection[str] = ()
) -> list[Message]:
    """Lease as many queued messages as there is room for, what presses first, then by urgency.

    Passes over the addresses in ``busy`` (in lower case). A claim is not a sending: a lease runs
    out by itself, so a message whose worker died is claimed again when it ends.
    """
    lanes = [(r.channel, 0, PRESSING, r.pressing) for r in rooms if r.pressing]
    lanes += [(r.channel, PRESSING + 1, LAST_RANK, r.other) for r in rooms if r.other]
    if not lanes:
        return []
    channels, first, last, limits = zip(*lanes, strict=True)
    values: dict[str, Any] = {
        "channels": list(map(str, channels)),
        "first": list(first),
        "last": list(last),
        "limits": list(limits),
        "at": at,
        "busy": list(busy),
        "until": at + LEASE,
        "worker": worker,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        ids = [row[0] for row in cursor.fetchall()]
    found = Message.objects.select_related("recipient", "method").filter(pk__in=ids) if ids else ()
    return sorted(found, key=lambda message: (message.rank, message.pk))


def renew(*, ids: Sequence[int], worker: str, at: datetime) -> None:
    """Keep the leases of messages that ``worker`` is still sending."""
    _execute(_RENEW, at + LEASE, worker, list(ids))


def release(*, worker: str) -> None:
    """Give back what ``worker`` leased and did not send, so that another takes it at once."""
    _execute(_RELEASE, worker)


def give_back(*, ids: Sequence[int], worker: str) -> None:
    """Give back some of what ``worker`` leased."""
    _execute(_GIVE_BACK, worker, list(ids))


def hold_channel(*, channel: str, reason: str) -> int:
    """Hold what is queued on a channel that is not set up; return how many messages.

    A held message is never sent: by the time the channel works its news would be old.
    """
    return _execute(_HOLD, reason[:2000], channel)


def lock(messages: Sequence[Message]) -> None:
    """Lock messages in order of id, before their outcomes are recorded in whatever order."""
    ids = [message.pk for message in messages]
    list(Message.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


def delivered(message: Message, *, at: datetime, detail: str = "") -> None:
    """Record that the channel took the message. True also of one superseded while on its way."""
    delivered_all([Delivered(message=message, detail=detail)], at=at)


def delivered_all(taken: Sequence[Delivered], *, at: datetime) -> None:
    """Record that the channel took each message, with what it said and calls it."""
    if not taken:
        return
    Attempt.objects.bulk_create(
        Attempt(message=one.message, at=at, delivered=True, detail=one.detail[:2000])
        for one in taken
    )
    rows = [{"id": one.message.pk, "provider_id": one.provider_id[:250]} for one in taken]
    with connection.cursor() as cursor:
        cursor.execute(_SENT, {"at": at, "rows": json.dumps(rows)})


def failed(
    message: Message,
    *,
    at: datetime,
    error: str,
    lasting: bool = False,
    wait: timedelta | None = None,
) -> bool:
    """Record a failed try; return whether the message is now dead.

    ``lasting`` gives up at once; ``wait`` is how long the other side asked to be left alone. A
    message that was sent or superseded meanwhile stays so.
    """
    tries = message.attempts + 1
    dead = lasting or tries >= GIVE_UP_AFTER
    Attempt.objects.create(message=message, at=at, delivered=False, detail=error[:2000])
    changed = Message.objects.filter(pk=message.pk, state=Message.State.QUEUED).update(
        state=Message.State.DEAD if dead else Message.State.QUEUED,
        attempts=tries,
        retry_at=at + wait_before(tries=tries, key=message.key, asked_for=wait),
        died_at=at if dead else None,
        leased_until=None,
        last_error=error[:2000],
    )
    return dead and bool(changed)


def wait_before(*, tries: int, key: str, asked_for: timedelta | None = None) -> timedelta:
    """Return how long to wait after ``tries`` failures.

    The wait doubles from FIRST_RETRY up to LONGEST_RETRY, less up to a quarter that depends on
    the key, so that what failed together is not all tried again in the same second. It is never
    less than what the other side asked for, up to LONGEST_WAIT_ASKED_FOR.
    """
    wait = min(FIRST_RETRY * (1 << min(max(tries - 1, 0), 20)), LONGEST_RETRY)
    share = hashlib.sha256(f"{key}:{tries}".encode()).digest()[0] / 255
    own = wait * (1 - share / 4)
    if asked_for is None:
        return own
    return max(own, min(asked_for * (1 + share / 4), LONGEST_WAIT_ASKED_FOR))


def _execute(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
