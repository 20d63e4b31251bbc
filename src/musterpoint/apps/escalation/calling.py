"""By which ways each recipient of a call is reached, found for a whole batch at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from musterpoint.apps.escalation.finding import Found
from musterpoint.apps.escalation.recipients import Recipient
from musterpoint.apps.notifications import routing
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.routing import Way


@dataclass(frozen=True, slots=True)
class Manner:
    """On what the ways to somebody depend, beside who they are."""

    priority: str
    wakes: bool
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to everybody of a batch."""

    known: Mapping[Manner, Mapping[str, tuple[Way, ...]]]

    def to(self, recipient: Recipient, manner: Manner) -> tuple[Way, ...]:
        """Return the ways to one recipient; whoever shadows sees it on the page only."""
        if not recipient.holder:
            return (_by_mail(recipient),)
        found = self.known[manner].get(recipient.holder, ())
        if recipient.is_shadow:
            return tuple(way for way in found if way.channel == Message.Channel.IN_PRODUCT)
        return found


def ways_for(calls: Iterable[tuple[str, bool, Iterable[Found]]], *, at: datetime) -> Ways:
    """Return the ways to everybody found, per priority and whether that wakes people."""
    holders: dict[Manner, set[str]] = {}
    for priority, wakes, found in calls:
        for one in found:
            manner = Manner(priority, wakes, one.by)
            names = {recipient.holder for recipient in one.people if recipient.holder}
            holders.setdefault(manner, set()).update(names)
    return Ways(
        {
            manner: routing.ways(
                sorted(names), priority=manner.priority, wakes=manner.wakes, at=at, by=manner.by
            )
            for manner, names in holders.items()
        }
    )


def _by_mail(recipient: Recipient) -> Way:
    return Way(
        channel=str(Message.Channel.EMAIL),
        address=recipient.address,
        method_id=None,
        after=timedelta(0),
        says="the strategy names this address",
    )
