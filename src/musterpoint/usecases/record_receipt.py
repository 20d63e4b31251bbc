"""Record a receipt: what a provider reports of a message it took earlier.

Receipts come late, twice and out of order; a message only goes forward: taken, sent, failed,
delivered, read. A failure makes it a dead letter.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.operations.receipts import fold_messages
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import UPDATE
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.delivery import ARRIVED, RECEIPTS
from musterpoint.usecases.dead_letters import tell_of_the_dead
from musterpoint.usecases.refusals import Problem, Refusal


class UnknownReceipt(Refusal):
    """The state is none that a message can be in at the other side."""

    def __init__(self, state: str) -> None:
        says = f"A receipt says one of: {', '.join(RECEIPTS[1:])}; not {state!r}."
        super().__init__(Problem(field="state", says=says))


@transaction.atomic
def record_receipt(*, channel: str, provider_id: str, state: str, says: str, at: datetime) -> bool:
    """Record it; return whether the message is known (yet). Raises UnknownReceipt.

    One that comes before the message's own sending was recorded is kept and counts then.
    """
    if state not in RECEIPTS[1:]:
        raise UnknownReceipt(state)
    try:
        message = notifications.keep_receipt(
            channel=channel, provider_id=provider_id, state=state, says=says, at=at
        )
    except Message.DoesNotExist:
        return False
    if message.state == Message.State.DEAD and message.died_at == at:
        tell_of_the_dead([message], at=at)
    if state in ARRIVED:
        notifications.mend(message)
        notifications.proved([message], at=at)
    elif message.state == Message.State.DEAD:
        notifications.disproved([message], at=at)
    if message.purpose == UPDATE:
        fold_messages([message.pk])
    timers.announce({message.stream})
    return True
