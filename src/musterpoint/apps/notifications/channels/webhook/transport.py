"""Post a signed message to a webhook that somebody added."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.notifications.channels import Refused, Taken, details_of, web_address
from musterpoint.apps.notifications.channels.calling import Caller, judged
from musterpoint.apps.notifications.channels.webhook import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import LEASE

GONE = frozenset({410})


class Webhook:
    """Posts to whichever webhook a message is addressed to."""

    def __init__(self) -> None:
        self._caller = Caller(only_outside=True)

    def send(self, message: Message) -> Taken:
        """Post one message, or raise Undelivered or Refused.

        Of a refusal only the status is told: what a machine says is no business of whoever can
        make the product call it.
        """
        url = web_address.of(message)
        body = wording.compose(message)
        secret = str(details_of(message).get("secret") or "")
        try:
            headers = wording.headers(
                key=message.key, body=body, secret=secret, at=_sent_at(message)
            )
        except ValueError:
            raise Refused("This webhook has no usable secret. Add it again.") from None
        answer = self._caller.post(url, body, headers=headers)
        if answer.is_taken:
            return Taken(says=f"taken with {answer.status}")
        raise judged(answer, f"The webhook answered {answer.status}.", lasting=GONE)

    def close(self) -> None:
        """Hang up."""
        self._caller.close()


def _sent_at(message: Message) -> datetime:
    """Return when a worker took the message up, which is what a channel knows of the present."""
    return message.leased_until - LEASE if message.leased_until else message.created_at
