"""A sender: a thread with its own connection to one channel, and none to the database."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from typing import Any

from musterpoint.apps.notifications.channels import Channel, Refused, Undelivered, Unfit
from musterpoint.usecases.record_deliveries import Outcome

IDLE_SECONDS = 20.0

logger = logging.getLogger(__name__)

Outgoing = Any
"""A leased message, as ``notifications.claim`` returns it."""

Errand = Any
"""Leased messages to one address, or None: end."""


class Sender(threading.Thread):
    """Hands one message after another to the channel and reports what the channel said."""

    def __init__(
        self,
        *,
        number: int,
        channel: Channel,
        errands: queue.Queue[Errand],
        outcomes: queue.Queue[Outcome],
        done: Callable[[], None],
    ) -> None:
        super().__init__(name=f"sender-{number}", daemon=True)
        self._channel = channel
        self._errands = errands
        self._outcomes = outcomes
        self._done = done
        self._ending = threading.Event()

    def end(self) -> None:
        """Send what is on its way and nothing after it."""
        self._ending.set()
        self._errands.put(None)

    def run(self) -> None:
        """Send until told to end. Idle connections are closed."""
        while not self._ending.is_set():
            try:
                errand = self._errands.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                self._channel.close()
                continue
            for message in errand or ():
                if self._ending.is_set():
                    break
                self._outcomes.put(self._deliver(message))
                self._done()
        self._channel.close()

    def _deliver(self, message: Outgoing) -> Outcome:
        try:
            taken = self._channel.send(message)
        except Undelivered as trouble:
            return Outcome(
                message=message,
                delivered=False,
                detail=_kept(str(trouble)),
                lasting=isinstance(trouble, Refused),
                blames_way=isinstance(trouble, Refused) and not isinstance(trouble, Unfit),
                wait=trouble.wait,
            )
        except Exception as trouble:
            logger.exception("Sending %s failed in an unforeseen way", message.key)
            detail = f"{type(trouble).__name__}: {trouble}"
            return Outcome(message=message, delivered=False, detail=_kept(detail))
        return Outcome(
            message=message,
            delivered=True,
            detail=_kept(taken.says),
            provider_id=_kept(taken.provider_id),
        )


def _kept(words: str) -> str:
    """Return what another side said, in characters that the database keeps."""
    return words.replace("\0", " ").encode("utf-8", "replace").decode()
