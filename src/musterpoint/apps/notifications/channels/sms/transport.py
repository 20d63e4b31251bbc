"""Hand a text message to Twilio."""

from __future__ import annotations

from musterpoint.apps.notifications.channels import Taken
from musterpoint.apps.notifications.channels.sms import wording
from musterpoint.apps.notifications.channels.twilio import Account, Twilio, numbers
from musterpoint.apps.notifications.models import Message


class Sms:
    """Sends text messages from one account."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._twilio = Twilio(account)

    def send(self, message: Message) -> Taken:
        """Send one text message, or raise Undelivered or Refused."""
        account = self._account
        # A messaging service, which picks the number itself, is named by an id that begins so.
        sender = "MessagingServiceSid" if account.sender.startswith("MG") else "From"
        form = {
            "To": numbers.of(message),
            sender: account.sender,
            "Body": wording.compose(message),
        }
        if account.receipts_url:
            form["StatusCallback"] = account.receipts_url
        return self._twilio.create("Messages", form)

    def close(self) -> None:
        """Hang up."""
        self._twilio.close()
