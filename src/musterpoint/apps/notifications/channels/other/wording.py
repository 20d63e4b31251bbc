"""A message for any service: a title and plain text, with the address of the page at its end."""

from __future__ import annotations

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message

LONGEST_BODY = 2000


def compose(message: Message) -> tuple[str, str]:
    """Return title and text."""
    body = message.body.strip()[:LONGEST_BODY]
    link = wording.address_of(message.link) if message.link else ""
    text = f"{body}\n\n{link}" if link and link not in body else body
    return message.subject, text.strip() or message.subject
