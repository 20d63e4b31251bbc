"""Take messages to send: lease them, put off too much chatter, make one message of what waits.

Calls on people for an answer are never put off and never bundled.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Room


@transaction.atomic
def take_messages(
    *, worker: str, rooms: Sequence[Room], busy: Collection[str], at: datetime
) -> list[Message]:
    """Return the messages that ``worker`` is to send now, leased, in the order of sending."""
    claimed = notifications.claim(worker=worker, at=at, rooms=rooms, busy=busy)
    loud = {name for name, kind in KINDS.items() if kind.wakes}
    kept = notifications.throttle(claimed, loud=loud, at=at)
    return notifications.bundle(kept, worker=worker, at=at)
