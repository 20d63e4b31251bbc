"""One HTTP conversation: how long to wait, how much to read, and errors that give no secret away.

Redirects are not followed: an answer elsewhere is no answer. What a failed call says never holds
the address that was called, because in webhooks the address is the key.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError

from musterpoint.apps.notifications.channels import Refused, Undelivered
from musterpoint.apps.notifications.channels.outside import NotOutside, OutsideOnly

PATIENCE = (3.05, 10.0)
"""Seconds to wait for a connection, and for each piece of the answer."""
LONGEST_READ = 10.0
MOST_BYTES = 16 * 1024
LONGEST_WAIT = timedelta(hours=1)
TOO_MANY, AWAY = 429, 503


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other side answered; ``text`` is the beginning of its words."""

    status: int
    text: str
    wait: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


class Caller:
    """Posts to web addresses and keeps connections between calls; belongs to one thread."""

    def __init__(self, *, only_outside: bool, auth: AuthBase | None = None) -> None:
        self._only_outside = only_outside and not settings.ALLOW_PRIVATE_WEBHOOKS
        self._auth = auth or _AsItIs()
        self._session: requests.Session | None = None

    def post(
        self,
        url: str,
        data: bytes | Mapping[str, str],
        *,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Post and return the answer, or raise Undelivered, or Refused for an address inside."""
        host = urlsplit(url).hostname or ""
        try:
            with self._ready().post(
                url,
                data=data,
                headers=dict(headers or {}),
                timeout=PATIENCE,
                allow_redirects=False,
                stream=True,
            ) as answer:
                return Answer(status=answer.status_code, text=_text(answer), wait=_wait(answer))
        except NotOutside as trouble:
            raise Refused(str(trouble)) from None
        except (requests.RequestException, HTTPError, OSError, ValueError) as trouble:
            raise Undelivered(f"{host}: {_plain(trouble)}") from None

    def close(self) -> None:
        """Hang up."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _ready(self) -> requests.Session:
        if self._session is None:
            self._session = requests.Session()
            self._session.headers["User-Agent"] = "musterpoint"
            self._session.auth = self._auth
            if self._only_outside:
                self._session.mount("http://", OutsideOnly())
                self._session.mount("https://", OutsideOnly())
        return self._session


def judged(answer: Answer, says: str, *, lasting: Collection[int] = ()) -> Undelivered:
    """Return what a refusal means: for good when its status is ``lasting``, else for now."""
    kind = Refused if answer.status in lasting else Undelivered
    return kind(says, wait=answer.wait if kind is Undelivered else None)


def words_of(answer: Answer, *, most: int = 160) -> str:
    """Return the answer's status and the beginning of its words, on one line."""
    words = " ".join("".join(c if c.isprintable() else " " for c in answer.text).split())
    return f"{answer.status} {words[:most]}".rstrip()


class _AsItIs(AuthBase):
    """Adds no password: without this, one from a .netrc file would go along."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


def _text(answer: requests.Response) -> str:
    """Read the beginning of the answer; one that trickles in is not waited for."""
    until = time.monotonic() + LONGEST_READ
    found = b""
    while len(found) < MOST_BYTES and time.monotonic() < until:
        piece = answer.raw.read1(MOST_BYTES - len(found), decode_content=True)
        if not piece:
            break
        found += piece
    return found.decode("utf-8", "replace")


def _wait(answer: requests.Response) -> timedelta | None:
    """Return how long Retry-After asks to wait; a date is read against the answer's own Date."""
    said = answer.headers.get("Retry-After", "").strip()
    if not said:
        return None
    if said.isascii() and said.isdigit():
        return min(timedelta(seconds=min(int(said), 86_400)), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(said)
        present = parsedate_to_datetime(answer.headers["Date"])
        return min(max(until - present, timedelta()), LONGEST_WAIT)
    except (KeyError, TypeError, ValueError):
        return None


def _plain(trouble: Exception) -> str:
    """Return what went wrong without the address: the library's own words hold it whole."""
    if isinstance(trouble, requests.ConnectTimeout | requests.ReadTimeout | TimeoutError):
        return "it did not answer in time"
    if isinstance(trouble, requests.exceptions.SSLError):
        return "its certificate was not accepted"
    if isinstance(trouble, requests.ConnectionError):
        return "it could not be reached, or hung up"
    return f"the call failed ({type(trouble).__name__})"
