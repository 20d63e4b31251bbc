"""What the page shows of each message that could not be delivered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from musterpoint.interfaces.web.shown.reaching import CHANNELS


def rows(letters: Iterable[Any], *, person_id: int) -> list[dict[str, Any]]:
    """Return each letter with whom it was for, by what, and whose it is."""
    return [
        {
            "number": letter.pk,
            "to": letter.recipient.name if letter.recipient else letter.address,
            "address": _address(letter),
            "channel": CHANNELS.get(letter.channel, letter.channel),
            "subject": letter.subject,
            "link": letter.link if letter.link.startswith("/") else "",
            "died_at": letter.died_at,
            "why": letter.last_error,
            "owner": letter.owner.name if letter.owner else "",
            "owned_at": letter.owned_at,
            "is_mine": letter.owner_id == person_id,
        }
        for letter in letters
    ]


def _address(letter: Any) -> str:
    """Return where it went, unless it says no more than who."""
    if letter.channel == "web_push":
        return letter.method.label if letter.method else ""
    if letter.address:
        return str(letter.address) if letter.recipient else ""
    return letter.recipient.email if letter.recipient and letter.channel == "email" else ""
