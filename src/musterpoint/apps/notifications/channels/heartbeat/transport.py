"""One plain HTTP GET. Whether all is well, and so whether to call, is decided elsewhere."""

from __future__ import annotations

from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from musterpoint.apps.notifications.channels import Refused, Undelivered

PATIENCE_SECONDS = 10


def ping(url: str) -> int:
    """Call ``url`` and return the status, or raise Undelivered, or Refused for a bad address."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Refused("MUSTERPOINT_HEARTBEAT_URL must begin with http:// or https://.")
    request = Request(url, headers={"User-Agent": "musterpoint"})  # noqa: S310  # checked above
    try:
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310  # checked above
            return int(answer.status)
    except (URLError, OSError, ValueError) as trouble:
        raise Undelivered(f"{type(trouble).__name__}: {trouble}") from trouble
