"""A webhook of anybody's own, signed as the Standard Webhooks specification says."""

from musterpoint.apps.notifications.channels.webhook.settings import read_address
from musterpoint.apps.notifications.channels.webhook.transport import Webhook

NOT_SET_UP = "Webhooks need no setting: add the address of one."


def open_channel() -> Webhook:
    """Return the way to call webhooks; every address has its own secret."""
    return Webhook()


__all__ = ["NOT_SET_UP", "Webhook", "open_channel", "read_address"]
