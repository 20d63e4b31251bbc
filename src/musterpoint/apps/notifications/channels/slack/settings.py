"""An incoming webhook of Slack is all there is to set: its address is its key."""

from __future__ import annotations

from musterpoint.apps.notifications.channels import Address, web_address

SUCH_AS = "https://hooks.slack.com/services/…"


def read_address(text: str) -> Address:
    """Return the address of an incoming webhook, or raise BadAddress."""
    url = web_address.read(text, such_as=SUCH_AS)
    return Address(shown=web_address.masked(url), details={"url": url})
