"""Tell the administrators of messages that were given up: each wants an owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.authority import Role


def tell_of_the_dead(dead: Sequence[Message], *, at: datetime) -> None:
    """Tell every administrator in the product, once a day for each address that fails."""
    if not dead:
        return
    administrators = accounts.with_roles([Role.ADMINISTRATOR])
    notifications.queue(
        [
            Letter(
                key=f"dead:{at:%Y-%m-%d}:{message.recipient_id or message.pk}:{person.pk}",
                stream=message.stream,
                channel=Message.Channel.IN_PRODUCT,
                subject=f"A message to {_reader(message)} could not be delivered",
                body=(
                    f"{message.subject}\n{message.last_error}\n"
                    "Reach them some other way, and mend this."
                ),
                recipient_id=person.pk,
                link=message.link,
                urgency=1,
                purpose="dead",
            )
            for message in dead
            for person in administrators
        ],
        at=at,
    )


def _reader(message: Message) -> str:
    return message.recipient.name if message.recipient else message.address
