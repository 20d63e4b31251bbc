"""Hand a message to Apprise, which knows how each service wants it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from musterpoint.apps.notifications.channels import Refused, Taken, Undelivered, details_of
from musterpoint.apps.notifications.channels.other import settings, wording
from musterpoint.apps.notifications.channels.outside import NotOutside, must_be_outside
from musterpoint.apps.notifications.models import Message

PATIENCE = (3.05, 10.0)


class Other:
    """Sends to whichever service a message is addressed to; keeps nothing open."""

    def send(self, message: Message) -> Taken:
        """Send one message, or raise Undelivered or Refused."""
        url = str(details_of(message).get("url") or message.address)
        service = settings.opened(url)
        if service is None:
            raise Refused("This is not an address of a service on the list. Add it again.")
        scheme = url.partition("://")[0].lower()
        if settings.names_host(scheme):
            _must_be_outside(service.host)
        service.socket_connect_timeout, service.socket_read_timeout = PATIENCE
        title, body = wording.compose(message)
        with _overheard() as words:
            is_taken = bool(service.notify(body=body, title=title))
        if not is_taken:
            raise Undelivered(f"{scheme}: {words[-1] if words else 'it was not taken'}"[:200])
        return Taken(says=f"taken by {service.service_name}")

    def close(self) -> None:
        """Do nothing: nothing is held open."""


def _must_be_outside(host: str) -> None:
    """Raise Refused for a host inside, Undelivered for one that has no address now."""
    try:
        must_be_outside(host)
    except NotOutside as refusal:
        raise Refused(str(refusal)) from None
    except OSError:
        raise Undelivered(f"{host} could not be found") from None


@contextmanager
def _overheard() -> Iterator[list[str]]:
    """Yield what Apprise warns of in this thread: the only place where it says why."""
    ear = _Ear()
    logger = logging.getLogger("apprise")
    logger.addHandler(ear)
    try:
        yield ear.words
    finally:
        logger.removeHandler(ear)


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(level=logging.WARNING)
        self.words: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.words.append(" ".join(record.getMessage().split()))
