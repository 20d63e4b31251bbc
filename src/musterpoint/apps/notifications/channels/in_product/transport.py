"""The in-product channel. A committed row is what the page shows, so there is nothing to send."""

from __future__ import annotations

from musterpoint.apps.notifications.channels import Taken
from musterpoint.apps.notifications.models import Message


class InProduct:
    """Takes every message: it is on its reader's page already."""

    def send(self, message: Message) -> Taken:
        """Return at once."""
        return Taken(says=f"shown in the product to person {message.recipient_id}")

    def close(self) -> None:
        """Do nothing: nothing is held open."""
