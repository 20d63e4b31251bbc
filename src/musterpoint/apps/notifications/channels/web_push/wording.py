"""An outbox message as a browser shows it: one short line, and the page it opens.

It shows on locked screens, so it says no more than the short words do.
"""

from __future__ import annotations

import hashlib
import json
from base64 import urlsafe_b64encode

from musterpoint.apps.notifications.models import Message

TITLE = "Musterpoint"
LONGEST = 200
STAYS_UP_TO = 1


def compose(message: Message, *, short: str) -> bytes:
    """Return what the page's worker reads: words, a tag, a path, and whether it stays on screen."""
    words = " ".join((short or message.subject).split())
    return json.dumps(
        {
            "title": TITLE,
            "body": words[:LONGEST],
            "tag": topic(message),
            "path": message.link or "/notices/",
            "stays": message.urgency <= STAYS_UP_TO,
        },
        ensure_ascii=False,
    ).encode()


def topic(message: Message) -> str:
    """Return the name under which newer news takes the place of older.

    It is what the message is about, and for what purpose; where that is open, the message itself.
    A second sending has the same topic, so it replaces the first and is not shown twice.
    """
    about = f"{message.stream}\n{message.purpose}" if message.purpose else message.key
    return urlsafe_b64encode(hashlib.sha256(about.encode()).digest()[:24]).decode()
