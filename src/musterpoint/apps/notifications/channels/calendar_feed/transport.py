"""One GET of a calendar: bounded in time and size, over HTTP or HTTPS and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

import requests

from musterpoint.apps.notifications.channels import Refused, Undelivered

PATIENCE_SECONDS = 10
WHOLE_PATIENCE_SECONDS = 20
MOST_BYTES = 5_000_000
MOST_REDIRECTS = 5
PIECE = 65_536
UNCHANGED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was there: the calendar's bytes, or None when it is unchanged since ``etag``."""

    content: bytes | None
    etag: str = ""


def fetch(url: str, *, etag: str = "") -> Fetched:
    """Fetch a calendar, or raise Undelivered, or Refused for an address that is not of the web."""
    if urlsplit(url).scheme not in {"http", "https"}:
        raise Refused("The address of a calendar begins with http:// or https://.")
    headers = {"User-Agent": "musterpoint", "Accept": "text/calendar"}
    if etag:
        headers["If-None-Match"] = etag
    with requests.Session() as session:
        session.max_redirects = MOST_REDIRECTS
        session.trust_env = False  # no credentials out of a .netrc for an address somebody typed
        try:
            with session.get(url, headers=headers, timeout=PATIENCE_SECONDS, stream=True) as answer:
                if answer.status_code == UNCHANGED:
                    return Fetched(content=None, etag=etag)
                answer.raise_for_status()
                return Fetched(content=_body(answer), etag=answer.headers.get("ETag", "")[:200])
        except requests.HTTPError as refusal:
            status = refusal.response.status_code
            raise Undelivered(f"The other side answered {status}.") from refusal
        except (requests.RequestException, OSError, ValueError) as trouble:
            raise Undelivered(f"It could not be fetched ({type(trouble).__name__}).") from trouble


def _body(answer: requests.Response) -> bytes:
    began = monotonic()
    body = bytearray()
    for piece in answer.iter_content(PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            raise Undelivered(f"It is larger than {MOST_BYTES // 1_000_000} MB.")
        if monotonic() - began > WHOLE_PATIENCE_SECONDS:
            raise Undelivered(f"It took longer than {WHOLE_PATIENCE_SECONDS} seconds.")
    return bytes(body)
