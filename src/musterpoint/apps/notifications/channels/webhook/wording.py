"""A message as a signed webhook: the same id and body at every try, a fresh timestamp."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.channels.webhook.settings import PREFIX
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import STATUS


def compose(message: Message) -> bytes:
    """Return the body: what it is, when it was written, and the message.

    News of a status page is a document already, in the shape that its readers know.
    """
    if message.purpose == STATUS:
        return message.body.encode()
    data = {
        "key": message.key,
        "about": message.stream,
        "purpose": message.purpose,
        "urgency": message.urgency,
        "subject": message.subject,
        "text": message.body,
        "link": wording.address_of(message.link) if message.link else None,
    }
    written_at = message.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = {"type": "musterpoint.message", "timestamp": written_at, "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def headers(*, key: str, body: bytes, secret: str, at: datetime) -> dict[str, str]:
    """Return the headers of a signed body; raises ValueError for a secret that is none."""
    seconds = int(at.timestamp())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": key,
        "webhook-id": key,
        "webhook-timestamp": str(seconds),
        "webhook-signature": sign(key=key, seconds=seconds, body=body, secret=secret),
    }


def sign(*, key: str, seconds: int, body: bytes, secret: str) -> str:
    """Return the signature, version 1: HMAC-SHA256 over id, timestamp and body."""
    bare = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    if not bare:
        raise ValueError("an empty secret")
    signed = f"{key}.{seconds}.".encode() + body
    return f"v1,{base64.b64encode(hmac.new(bare, signed, hashlib.sha256).digest()).decode()}"
