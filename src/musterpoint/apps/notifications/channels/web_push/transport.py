"""One HTTP call to the browser's push service, with words that only that browser can read.

The words are encrypted for the browser (RFC 8291) and the call is signed (RFC 8292).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import requests
from django.conf import settings

from musterpoint.apps.notifications.channels import BadAddress, Refused, Taken, Undelivered, Unfit
from musterpoint.apps.notifications.channels.outside import NotOutside, OutsideOnly
from musterpoint.apps.notifications.channels.web_push import wording
from musterpoint.apps.notifications.channels.web_push.settings import Application, BadKey, pems
from musterpoint.apps.notifications.channels.web_push.subscription import judge_endpoint
from musterpoint.apps.notifications.models import Message

KEPT_FOR = timedelta(hours=4)
"""How long the push service keeps it for a browser that is away; after that it is old news."""

LONGEST_WAIT = timedelta(hours=1)
URGENT_UP_TO = 1
TAKEN = frozenset({200, 201, 202, 204})
GONE = frozenset({404, 410})
ANOTHER_KEY = frozenset({401, 403})
TOO_LARGE = 413


class WebPush:
    """Hands messages to push services. The connections belong to one thread."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._session: requests.Session | None = None

    def send(self, message: Message) -> Taken:
        """Send one message, or raise Undelivered, or Refused for a browser that is gone."""
        subscription = _subscription(message)
        host = self._host(subscription["endpoint"])
        body, headers = self._sealed(message, subscription)
        try:
            answer = self._ready().post(
                subscription["endpoint"],
                data=body,
                headers=headers,
                timeout=self._application.patience,
                allow_redirects=False,
                stream=True,  # what it says beyond the status is not ours to read
            )
        except NotOutside as refusal:
            raise Refused(str(refusal)) from None
        except (requests.RequestException, OSError) as trouble:
            self.close()
            raise Undelivered(f"{host}: {type(trouble).__name__}") from trouble
        with answer:
            if answer.status_code in TAKEN:
                name = answer.headers.get("Location", "")
                return Taken(says=f"taken by {host}", provider_id=name)
            raise _judged(host, answer)

    def close(self) -> None:
        """Let go of the connections."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _ready(self) -> requests.Session:
        if self._session is None:
            self._session = requests.Session()
            if not settings.ALLOW_PRIVATE_WEBHOOKS:  # a public name can lead inside, too
                self._session.mount("https://", OutsideOnly())
        return self._session

    def _host(self, endpoint: str) -> str:
        try:
            return judge_endpoint(endpoint, loopback=self._application.loopback)
        except BadAddress as problem:
            raise Refused(str(problem)) from problem

    def _sealed(
        self, message: Message, subscription: Mapping[str, Any]
    ) -> tuple[bytes, dict[str, str]]:
        """Return the encrypted words and the headers that go with them."""
        from webpush import (  # noqa: PLC0415  # heavy, and only senders need it
            WebPush as Sealer,
        )
        from webpush import WebPushSubscription  # noqa: PLC0415  # heavy, as above

        words = wording.compose(message, short=message.short)
        try:
            private, public = pems(self._application.key)
            sealed = Sealer(private, public, subscriber=self._application.contact).get(
                words, WebPushSubscription.model_validate(subscription)
            )
        except BadKey as problem:
            raise Undelivered(str(problem)) from problem
        except ValueError as problem:
            raise Refused("The keys that this browser gave cannot be used.") from problem
        return sealed.encrypted, {
            "Authorization": sealed.headers["authorization"],
            "Content-Encoding": sealed.headers["content-encoding"],
            "Content-Type": "application/octet-stream",
            "TTL": str(int(KEPT_FOR.total_seconds())),
            "Urgency": "high" if message.urgency <= URGENT_UP_TO else "normal",
            "Topic": wording.topic(message),
        }


def _subscription(message: Message) -> Mapping[str, Any]:
    details = message.method.details if message.method is not None else {}
    if not details.get("endpoint"):
        raise Refused("No browser was named.")
    return dict(details)


def _judged(host: str, answer: requests.Response) -> Undelivered:
    """Return what a refusal means: gone and unfit are for good, anything else may pass."""
    status = answer.status_code
    if status in GONE:
        return Refused(f"{host}: {status}, this browser is not notified any more")
    if status in ANOTHER_KEY:
        return Refused(f"{host}: {status}, this browser was set up with another key; add it anew")
    if status == TOO_LARGE:
        return Unfit(f"{host}: {status}, too large")
    return Undelivered(f"{host}: {status}", wait=_wait(answer))


def _wait(answer: requests.Response) -> timedelta | None:
    """Return how long the service asks to be left alone (Retry-After: seconds, or a date)."""
    asked = answer.headers.get("Retry-After", "").strip()
    if asked.isascii() and asked.isdigit():
        return min(timedelta(seconds=int(asked[:6])), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(asked)
        wait = until - parsedate_to_datetime(answer.headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return min(max(wait, timedelta()), LONGEST_WAIT)
