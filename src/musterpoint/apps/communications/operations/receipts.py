"""Fold what became of messages into the deliveries of the updates that they carried."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection

_FOLD = """
UPDATE communications_delivery AS d SET
    state = f.state, reached_at = f.reached_at, says = f.says
FROM (
    SELECT m.id,
        CASE WHEN m.receipt IN ('delivered', 'read') OR m.read_at IS NOT NULL THEN 'reached'
            WHEN m.state IN ('dead', 'held', 'superseded') THEN 'failed'
            WHEN m.state = 'sent' THEN 'sent' ELSE 'waiting' END AS state,
        CASE WHEN m.receipt IN ('delivered', 'read') OR m.read_at IS NOT NULL
            THEN coalesce(m.delivered_at, m.read_at) END AS reached_at,
        CASE WHEN m.state IN ('dead', 'held', 'superseded') THEN left(m.last_error, 300)
            ELSE '' END AS says
    FROM notifications_message AS m
    WHERE {which}
) AS f
WHERE d.message_id = f.id AND d.done_by_id IS NULL
    AND (d.state, d.reached_at, d.says) IS DISTINCT FROM (f.state, f.reached_at, f.says)
"""
_OF_MESSAGES = _FOLD.format(which="m.id = ANY(%s)")
_OF_UPDATES = _FOLD.format(
    which="m.id IN (SELECT message_id FROM communications_delivery WHERE update_id = ANY(%s))"
)
_MOVE = "UPDATE communications_delivery SET message_id = %s WHERE message_id = %s"


def fold_messages(ids: Collection[int]) -> int:
    """Bring the deliveries of these messages up to date; return how many changed."""
    if not ids:
        return 0
    return _execute(_OF_MESSAGES, [list(ids)])


def fold_updates(ids: Collection[int]) -> int:
    """Bring all deliveries of these updates up to date; return how many changed."""
    return _execute(_OF_UPDATES, [list(ids)])


def sent_again(message_id: int, *, as_message: int) -> int:
    """Let the delivery follow its message, which was sent anew."""
    return _execute(_MOVE, [as_message, message_id])


def _execute(statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
