"""Checks of what reaching people stands on beside the mail server: browsers, returned mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from musterpoint.apps.notifications.channels import Undelivered, web_push
from musterpoint.apps.notifications.channels.email import mailbox
from musterpoint.interfaces.console.doctor.outcome import Outcome, failed, ok, warning


def browsers(_: datetime) -> Iterator[Outcome]:
    """The key that push services know this installation by."""
    application = web_push.from_settings()
    if application is None:
        remedy = "Set MUSTERPOINT_VAPID_PRIVATE_KEY to let people be notified in their browsers."
        yield warning("browsers", "Browsers are not notified: no key is set", remedy=remedy)
        return
    try:
        web_push.public_key(application.key)
    except web_push.BadKey as problem:
        remedy = "Make one as docs/reference/settings.md says."
        yield failed("browsers", str(problem), remedy=remedy)
    else:
        yield ok("browsers", "There is a key to notify browsers with")


def returned_mail(_: datetime) -> Iterator[Outcome]:
    """Whether mail that comes back is heard of (the mailbox is opened, nothing is read)."""
    if settings.BOUNCE_MAILBOX:
        yield _opened(settings.BOUNCE_MAILBOX)
    if not settings.EMAIL_CONFIGURED:
        return
    if settings.BOUNCE_ADDRESS:
        yield ok("bounces", f"Mail comes back to {settings.BOUNCE_ADDRESS}")
    else:
        says = "Nobody hears of mail that comes back"
        yield warning("bounces", says, remedy="Set MUSTERPOINT_BOUNCE_ADDRESS and read it.")


def _opened(url: str) -> Outcome:
    try:
        with mailbox.Reader(mailbox.named(url)):
            return ok("mailbox", "The mailbox of reports opens")
    except (mailbox.BadMailbox, Undelivered) as trouble:
        return failed("mailbox", str(trouble), remedy="Check MUSTERPOINT_BOUNCE_MAILBOX.")
