"""A message to hand to a channel, without a database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from musterpoint.apps.notifications.models import ContactMethod, Message
from tests.factories import at


def letter(
    channel: str, address: str, details: Mapping[str, Any] | None = None, **more: Any
) -> Message:
    """Return a queued message about an incident, as a channel is given it."""
    values: dict[str, Any] = {
        "key": f"path:1:service_desk:0:5:{channel}",
        "stream": "incident:1",
        "subject": "[P1] INC-000001 Phones down – please acknowledge",
        "body": "Phones down\n\nAcknowledge: http://127.0.0.1:8000/answer/1.5.9~abc/",
        "short": "",
        "link": "/incidents/INC-000001/",
        "created_at": at(0),
        "urgency": 0,
    }
    message = Message(channel=channel, address=address, **{**values, **more})
    if details is not None:
        message.method = ContactMethod(channel=channel, address=address, details=details)
    return message
