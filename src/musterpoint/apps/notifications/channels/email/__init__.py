"""E-mail, handed to one SMTP server that the installation names in EMAIL_URL."""

from musterpoint.apps.notifications.channels.email.settings import Server, from_settings
from musterpoint.apps.notifications.channels.email.transport import Email, connect

NOT_SET_UP = "No e-mail server is set (EMAIL_URL)."

__all__ = ["NOT_SET_UP", "Email", "Server", "connect", "from_settings"]
