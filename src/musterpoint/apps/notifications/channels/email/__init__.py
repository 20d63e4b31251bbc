"""E-mail, handed to one SMTP server that the installation names in EMAIL_URL."""

from musterpoint.apps.notifications.channels import Address, BadAddress
from musterpoint.apps.notifications.channels.email.settings import Server, from_settings
from musterpoint.apps.notifications.channels.email.transport import Email, connect
from musterpoint.apps.notifications.channels.email.wording import is_address

NOT_SET_UP = "No e-mail server is set (EMAIL_URL)."


def open_channel() -> Email | None:
    """Return the way to the server that EMAIL_URL names, or None."""
    server = from_settings()
    return Email(server) if server is not None else None


def read_address(text: str) -> Address:
    """Return an e-mail address, or raise BadAddress."""
    shown = text.strip()
    if not is_address(shown):
        raise BadAddress("Write an e-mail address, such as ann@centre.example.")
    return Address(shown=shown)


__all__ = [
    "NOT_SET_UP",
    "Email",
    "Server",
    "connect",
    "from_settings",
    "open_channel",
    "read_address",
]
