"""Let the worker's work happen at an instant, in the test's own transaction."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.interfaces.worker.firing import fire_batch
from musterpoint.interfaces.worker.handlers import HANDLERS


def run_due(at: datetime) -> int:
    """Fire everything that is due at ``at`` and return how many timers that were."""
    fired = 0
    while count := fire_batch(HANDLERS, at=at):
        fired += count
        assert fired < 10_000, "the worker does not come to an end"
    return fired


def holds(someone: Person, *roles: str, rank: int = 1) -> Person:
    """Let a person answer for these responder roles in the organisation."""
    for role in roles:
        RoleHolder.objects.create(role=role, person=someone, rank=rank)
    return someone


def told(purpose: str = "path", channel: str = "in_product") -> list[str]:
    """Return the names of the people told so far, in order."""
    rows = Message.objects.filter(purpose=purpose, channel=channel).order_by("id")
    return [row.recipient.name if row.recipient else row.address for row in rows]
