"""Messages that were given up: administrators hear of them, and no path waits because of one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.escalation.wording import PURPOSE
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import STATUS
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.authority import Role
from musterpoint.usecases.lose_subscribers import settle_unread
from musterpoint.usecases.reached_nobody import reached_nobody

INCIDENT = "incident:"


def tell_of_the_dead(dead: Sequence[Message], *, at: datetime) -> None:
    """Tell every administrator in the product, once a day for each address that fails.

    A path whose call could not be delivered to those it told last moves on at once. What did not
    reach a subscriber of a status page is nobody's work: the page itself says it.
    """
    settle_unread([message for message in dead if message.purpose == STATUS], at=at)
    dead = [message for message in dead if message.purpose != STATUS]
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
    calls = {message.stream for message in dead if message.purpose == PURPOSE}
    about = [one.removeprefix(INCIDENT) for one in calls if one.startswith(INCIDENT)]
    if about:
        reached_nobody(incident_ids=[int(number) for number in about], at=at)


def _reader(message: Message) -> str:
    return message.recipient.name if message.recipient else message.address
