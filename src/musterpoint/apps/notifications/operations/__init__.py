"""Queue messages, claim them for sending, and record what became of them."""

from musterpoint.apps.notifications.operations.broken import mark_broken, mend
from musterpoint.apps.notifications.operations.chatter import bundle, throttle
from musterpoint.apps.notifications.operations.queueing import (
    Letter,
    queue,
    read,
    supersede,
    supersede_about,
    veil,
)
from musterpoint.apps.notifications.operations.receipts import claim_early, keep_receipt
from musterpoint.apps.notifications.operations.sending import (
    GIVE_UP_AFTER,
    LEASE,
    Delivered,
    Room,
    claim,
    delivered,
    delivered_all,
    failed,
    give_back,
    hold_channel,
    lock,
    release,
    renew,
    wait_before,
)

__all__ = [
    "GIVE_UP_AFTER",
    "LEASE",
    "Delivered",
    "Letter",
    "Room",
    "bundle",
    "claim",
    "claim_early",
    "delivered",
    "delivered_all",
    "failed",
    "give_back",
    "hold_channel",
    "keep_receipt",
    "lock",
    "mark_broken",
    "mend",
    "queue",
    "read",
    "release",
    "renew",
    "supersede",
    "supersede_about",
    "throttle",
    "veil",
    "wait_before",
]
