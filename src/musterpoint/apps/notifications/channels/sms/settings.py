"""Which account sends text messages, and under which number."""

from __future__ import annotations

from musterpoint.apps.notifications.channels.twilio import Account, for_texts


def from_settings() -> Account | None:
    """Return the account, or None when the installation names none."""
    return for_texts()
