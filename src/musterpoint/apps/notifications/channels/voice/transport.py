"""Let Twilio call somebody and read a message out."""

from __future__ import annotations

from musterpoint.apps.notifications.channels import Taken
from musterpoint.apps.notifications.channels.twilio import Account, Twilio, numbers
from musterpoint.apps.notifications.channels.voice import wording
from musterpoint.apps.notifications.models import Message

RING_SECONDS = "40"


class Voice:
    """Calls from one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._twilio = Twilio(account)

    def send(self, message: Message) -> Taken:
        """Begin one call, or raise Undelivered or Refused."""
        account = self._account
        form = {
            "To": numbers.of(message),
            "From": account.sender,
            "Twiml": wording.compose(message, may_answer=bool(account.receipts_url)),
            "Timeout": RING_SECONDS,
        }
        if account.receipts_url:
            form["StatusCallback"] = account.receipts_url
            form["StatusCallbackEvent"] = "initiated ringing answered completed"
        return self._twilio.create("Calls", form)

    def close(self) -> None:
        """Hang up."""
        self._twilio.close()
