"""Which SMTP server takes the mail, and how to speak to it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """An SMTP server. ``patience`` is the longest wait, in seconds, for one answer of it.

    ``returns_to`` is where reports of the delivery are received; without it nobody reads them.
    """

    host: str
    port: int
    user: str = ""
    password: str = ""
    starttls: bool = False
    implicit_tls: bool = False
    sender: str = "Musterpoint <musterpoint@localhost>"
    patience: float = 15.0
    known_as: str = "musterpoint.invalid"
    returns_to: str = ""


def from_settings() -> Server | None:
    """Return the server that EMAIL_URL names, or None when it is not set."""
    if not settings.EMAIL_CONFIGURED:
        return None
    return Server(
        host=settings.EMAIL_HOST,
        port=settings.EMAIL_PORT,
        user=settings.EMAIL_HOST_USER or "",
        password=settings.EMAIL_HOST_PASSWORD or "",
        starttls=settings.EMAIL_USE_TLS,
        implicit_tls=settings.EMAIL_USE_SSL,
        sender=settings.DEFAULT_FROM_EMAIL,
        patience=float(settings.EMAIL_TIMEOUT or 15),
        known_as=known_as(),
        returns_to=settings.BOUNCE_ADDRESS,
    )


def known_as() -> str:
    """Return the name that this installation gives its mails."""
    return urlsplit(settings.BASE_URL).hostname or "musterpoint.invalid"
