"""Stop using a way that failed for good, and tell whoever is reached by it."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.models.message import STATUS
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.authority import system
from musterpoint.usecases import own_ways
from musterpoint.usecases.lose_subscribers import lose_subscriber

PAGE = "/reach/"


def break_way(message: Message, *, says: str, at: datetime) -> None:
    """Mark the way of a message that was refused for good; nothing when it was broken before.

    The person hears of it in the product, which is the one way that still works. A subscriber of a
    status page is written to no more.
    """
    if message.purpose == STATUS:
        lose_subscriber(message, at=at)
        return
    method = notifications.mark_broken(message, says=says, at=at)
    if method is None:
        return
    changed = {"is_broken": (False, True)}
    own_ways.enter("way_changed", method, by=system("worker"), at=at, **changed)
    if method.person_id is not None:
        notifications.queue([_letter(method, says=says, at=at)], at=at)


def mend_way(message: Message, *, at: datetime) -> None:
    """Use the way of a message that arrived again; nothing when it was not broken."""
    method = notifications.mend(message)
    if method is not None:
        changed = {"is_broken": (True, False)}
        own_ways.enter("way_changed", method, by=system("worker"), at=at, **changed)


def _letter(method: ContactMethod, *, says: str, at: datetime) -> Letter:
    way = method.channel.replace("_", " ")
    return Letter(
        key=f"broken:{method.pk}:{at.isoformat()}",
        stream=method.holder,
        channel=Message.Channel.IN_PRODUCT,
        subject=f"You are not reached by {way} any more",
        body=f"{says}\nSend yourself a test, or take another way.",
        recipient_id=method.person_id,
        link=PAGE,
        urgency=1,
        purpose="broken",
    )
