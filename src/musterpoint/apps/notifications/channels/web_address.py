"""Addresses of webhooks: read from what was typed, kept whole, shown without what is secret."""

from __future__ import annotations

import hashlib
from urllib.parse import SplitResult, urlsplit

from musterpoint.apps.notifications.channels import BadAddress, Refused, details_of
from musterpoint.apps.notifications.models import Message

LONGEST = 2000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def read(text: str, *, such_as: str) -> str:
    """Return the address in ``text``, or raise BadAddress. Plain http only to this machine."""
    url = text.strip()
    parts = _parts(url)
    if parts is None or not (parts.scheme == "https" or is_loopback(url)):
        raise BadAddress(f"Write a web address that begins with https://, such as {such_as}.")
    return url


def of(message: Message) -> str:
    """Return where a message goes, or raise Refused."""
    url = str(details_of(message).get("url") or message.address)
    if _parts(url) is None:
        raise Refused("This is not the address of a webhook. Add it again.")
    return url


def masked(url: str) -> str:
    """Return the host and a mark of the rest: enough to tell two apart, too little to post to."""
    mark = hashlib.sha256(url.encode()).hexdigest()[:6]
    return f"https://{urlsplit(url).hostname}/… ({mark})"


def is_loopback(url: str) -> bool:
    """Return whether an address leads to this machine by its name."""
    parts = _parts(url)
    return parts is not None and parts.hostname in LOOPBACK


def _parts(url: str) -> SplitResult | None:
    is_plain = url.isprintable() and " " not in url and "\\" not in url and len(url) <= LONGEST
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises for a port that is none
    except ValueError:
        return None
    if not is_plain or parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return None if parts.username or parts.password else parts
