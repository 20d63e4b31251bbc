"""The webhook of a workflow in Teams is all there is to set: its address is its key."""

from __future__ import annotations

from musterpoint.apps.notifications.channels import Address, web_address

SUCH_AS = "https://…logic.azure.com/workflows/…"


def read_address(text: str) -> Address:
    """Return the address of a webhook, or raise BadAddress."""
    url = web_address.read(text, such_as=SUCH_AS)
    return Address(shown=web_address.masked(url), details={"url": url})
