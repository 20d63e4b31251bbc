"""Text messages, through the account at Twilio that the installation names."""

from musterpoint.apps.notifications.channels import Address
from musterpoint.apps.notifications.channels.sms.settings import from_settings
from musterpoint.apps.notifications.channels.sms.transport import Sms
from musterpoint.apps.notifications.channels.twilio import numbers

NOT_SET_UP = (
    "No account for text messages is set "
    "(MUSTERPOINT_TWILIO_SID, MUSTERPOINT_TWILIO_TOKEN, MUSTERPOINT_TWILIO_FROM)."
)


def open_channel() -> Sms | None:
    """Return the way to send text messages, or None when no account is set."""
    account = from_settings()
    return Sms(account) if account is not None else None


def read_address(text: str) -> Address:
    """Return a telephone number with its country, or raise BadAddress."""
    return numbers.read(text)


__all__ = ["NOT_SET_UP", "Sms", "open_channel", "read_address"]
