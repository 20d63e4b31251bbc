"""Notifications in a browser, through the push service that the browser names (Web Push)."""

from musterpoint.apps.notifications.channels import Address
from musterpoint.apps.notifications.channels.web_push import subscription
from musterpoint.apps.notifications.channels.web_push.settings import (
    Application,
    BadKey,
    from_settings,
    public_key,
)
from musterpoint.apps.notifications.channels.web_push.transport import WebPush

NOT_SET_UP = "Browsers cannot be notified: no key is set (MUSTERPOINT_VAPID_PRIVATE_KEY)."


def open_channel() -> WebPush | None:
    """Return the way to push services, or None where there is no key."""
    application = from_settings()
    return WebPush(application) if application is not None else None


def read_address(text: str) -> Address:
    """Return the browser in a subscription as browsers write it, or raise BadAddress."""
    application = from_settings()
    return subscription.read(text, loopback=application is not None and application.loopback)


__all__ = [
    "NOT_SET_UP",
    "Application",
    "BadKey",
    "WebPush",
    "from_settings",
    "open_channel",
    "public_key",
    "read_address",
]
