"""A message as an Adaptive Card. Text runs show what people typed and read no Markdown in it."""

from __future__ import annotations

import json
from typing import Any

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message

LONGEST_BODY = 5000
CARD = "application/vnd.microsoft.card.adaptive"


def compose(message: Message) -> bytes:
    """Return the JSON that a workflow's webhook takes."""
    body = [_text(message.subject, size="Large", weight="Bolder")]
    lines = message.body.strip()[:LONGEST_BODY].splitlines()
    body += [_text(line) for line in lines if line.strip()]
    card: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    if message.link:
        url = wording.address_of(message.link)
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Open", "url": url}]
    attachment = {"contentType": CARD, "contentUrl": None, "content": card}
    return json.dumps({"type": "message", "attachments": [attachment]}).encode()


def _text(words: str, **how: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": words, **how}]}
