"""Record what the other side reports of a message it took. A receipt never takes one back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection

from musterpoint.apps.notifications.models import Message, Receipt
from musterpoint.domain.delivery import ARRIVED, furthest

EARLY_KEPT_FOR = timedelta(days=1)
_LOCK = """
SELECT pg_advisory_xact_lock(key) FROM (
    SELECT DISTINCT hashtextextended(name, 0) AS key FROM unnest(%s::text[]) AS name ORDER BY key
) AS each
"""


def lock_names(names: Collection[tuple[str, str]]) -> None:
    """Lock what providers call messages (channel and name), before any row of a message.

    Without it a receipt could look for its message just before the name is committed, and the name
    be noted just before the receipt is: neither would find the other.
    """
    wanted = [f"receipt:{channel}:{provider_id[:250]}" for channel, provider_id in names]
    if wanted:
        with connection.cursor() as cursor:
            cursor.execute(_LOCK, [wanted])


def keep_receipt(*, channel: str, provider_id: str, state: str, says: str, at: datetime) -> Message:
    """Keep a receipt and move its message on; return the message, or raise Message.DoesNotExist.

    A receipt for a message that nobody knows (yet) is kept until ``claim_early`` asks for it.
    """
    lock_names([(channel, provider_id)])
    message = (
        Message.objects.select_for_update(of=("self",))
        .select_related("recipient", "method")
        .filter(channel=channel, provider_id=provider_id)
        .order_by("-id")
        .first()
    )
    _keep(message, channel=channel, provider_id=provider_id, state=state, says=says, at=at)
    if message is None:
        _forget_early(before=at - EARLY_KEPT_FOR)
        raise Message.DoesNotExist
    _move_on(message, state=state, says=says, at=at)
    return message


def claim_early(sent: Collection[tuple[str, str]]) -> list[Receipt]:
    """Return and forget the receipts that came before these (channel, provider_id) were noted."""
    wanted = {(channel, provider_id) for channel, provider_id in sent if provider_id}
    if not wanted:
        return []
    names = [provider_id for _, provider_id in wanted]
    rows = Receipt.objects.filter(message=None, provider_id__in=names).order_by("id")
    found = [row for row in rows if (row.channel, row.provider_id) in wanted]
    if found:
        Receipt.objects.filter(pk__in=[row.pk for row in found]).delete()
    return found


def _keep(
    message: Message | None, *, channel: str, provider_id: str, state: str, says: str, at: datetime
) -> None:
    Receipt.objects.create(
        message=message,
        channel=channel,
        provider_id=provider_id[:250],
        at=at,
        state=state,
        says=says[:300],
    )


def _move_on(message: Message, *, state: str, says: str, at: datetime) -> None:
    """Take the message forward to ``state``, or leave it where it is when it is further on."""
    if furthest(message.receipt, state) == message.receipt:
        return
    message.receipt = state
    if state in ARRIVED:
        message.delivered_at = message.delivered_at or at
        if message.state == Message.State.DEAD and message.sent_at is not None:
            message.state, message.died_at, message.last_error = Message.State.SENT, None, ""
    if state == "failed" and message.state == Message.State.SENT:
        message.state, message.died_at = Message.State.DEAD, at
        message.last_error = says[:2000]
    if state == "read":
        message.read_at = message.read_at or at
    message.save(
        update_fields=["receipt", "delivered_at", "read_at", "state", "died_at", "last_error"]
    )


def _forget_early(*, before: datetime) -> None:
    Receipt.objects.filter(message=None, at__lt=before).delete()
