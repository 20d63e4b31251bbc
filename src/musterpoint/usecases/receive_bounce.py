"""Take in what a mail server reports of a mail that it took: delivered, delayed, or come back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.channels.email import bounces
from musterpoint.apps.notifications.channels.email.bounces import Fate, Report
from musterpoint.apps.notifications.channels.email.settings import known_as
from musterpoint.usecases.broken_ways import break_way, mend_way
from musterpoint.usecases.record_receipt import record_receipt

EMAIL = "email"
RECEIPTS = {
    Fate.FAILED: "failed",
    Fate.DELAYED: "taken",
    Fate.EXPANDED: "sent",
    Fate.RELAYED: "sent",
    Fate.DELIVERED: "delivered",
}
"""What each fate is as a receipt. What is delayed stays taken, and the words say why."""


@transaction.atomic
def receive_bounce(raw: bytes, *, at: datetime) -> Report:
    """Record what a raw mail reports and return it; raises NotAReport and changes nothing.

    A mail that came back for good makes a dead letter and marks the address as broken; one that
    arrived mends it. A report that comes before the outbox noted its mail is kept until it does.
    """
    report = bounces.read(raw, known_as=known_as())
    message = queries.at_provider(EMAIL, report.message_ids)
    says = f"delayed: {report.says}" if report.fate is Fate.DELAYED else report.says
    record_receipt(
        channel=EMAIL,
        provider_id=message.provider_id if message else report.message_ids[0],
        state=RECEIPTS[report.fate],
        says=says,
        at=at,
    )
    if message is not None and report.is_lasting:
        break_way(message, says=report.says, at=at)
    if message is not None and report.fate is Fate.DELIVERED:
        mend_way(message, at=at)
    return report
