"""A message as blocks of Slack. What people typed can neither link nor call anybody by ``@``."""

from __future__ import annotations

import json
from typing import Any

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message

LONGEST_TITLE = 150
LONGEST_BODY = 2900


def compose(message: Message) -> bytes:
    """Return the JSON that an incoming webhook takes."""
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": _plain(_cut(message.subject, LONGEST_TITLE))}
    ]
    if message.body.strip():
        words = escaped(_cut(message.body.strip(), LONGEST_BODY // 2))[:LONGEST_BODY]
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": words}})
    if message.link:
        url = wording.address_of(message.link)
        button = {"type": "button", "text": _plain("Open"), "url": url, "style": "primary"}
        blocks.append({"type": "actions", "elements": [button]})
    return json.dumps({"text": escaped(message.subject), "blocks": blocks}).encode()


def escaped(text: str) -> str:
    """Return a text in which nothing is a link or a mention: the three signs Slack reads."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text or "Musterpoint", "emoji": False}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
