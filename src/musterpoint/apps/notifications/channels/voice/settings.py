"""Which account calls people, and from which number."""

from __future__ import annotations

from musterpoint.apps.notifications.channels.twilio import Account, for_calls


def from_settings() -> Account | None:
    """Return the account, or None when the installation names none."""
    return for_calls()
