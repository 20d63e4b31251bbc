"""The account at Twilio that carries text messages and calls."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.channels import web_address

RECEIPTS = "/receipts/twilio/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account. ``sender`` is the number, or the id of a messaging service, that is shown."""

    url: str
    sid: str
    token: str
    sender: str

    @property
    def receipts_url(self) -> str:
        """Return where Twilio says what became of a message; "" where it cannot reach us."""
        if web_address.is_loopback(settings.BASE_URL) and not web_address.is_loopback(self.url):
            return ""
        return wording.address_of(RECEIPTS)


def for_texts() -> Account | None:
    """Return the account that sends text messages, or None when it is not set up."""
    return _account(settings.TWILIO_FROM)


def for_calls() -> Account | None:
    """Return the account that calls, or None when it is not set up."""
    return _account(settings.TWILIO_VOICE_FROM)


def origin() -> str:
    """Return the scheme and host under which Twilio calls this installation."""
    return "{0.scheme}://{0.netloc}".format(urlsplit(settings.BASE_URL))


def _account(sender: str) -> Account | None:
    sid, token = settings.TWILIO_SID, settings.TWILIO_TOKEN
    if not (sid and token and sender):
        return None
    return Account(url=settings.TWILIO_URL, sid=sid, token=token, sender=sender)
