"""Calls that read a message out, through the account at Twilio that the installation names."""

from musterpoint.apps.notifications.channels import Address
from musterpoint.apps.notifications.channels.twilio import numbers
from musterpoint.apps.notifications.channels.voice.settings import from_settings
from musterpoint.apps.notifications.channels.voice.transport import Voice

NOT_SET_UP = (
    "No account for calls is set "
    "(MUSTERPOINT_TWILIO_SID, MUSTERPOINT_TWILIO_TOKEN, MUSTERPOINT_TWILIO_VOICE_FROM)."
)


def open_channel() -> Voice | None:
    """Return the way to call people, or None when no account is set."""
    account = from_settings()
    return Voice(account) if account is not None else None


def read_address(text: str) -> Address:
    """Return a telephone number with its country, or raise BadAddress."""
    return numbers.read(text)


__all__ = ["NOT_SET_UP", "Voice", "open_channel", "read_address"]
