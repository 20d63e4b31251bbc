"""The one room that talks to the outside: a folder for each way to reach somebody.

A channel takes one message and returns what the other side said, or raises. It does not decide who
is told, touches no row, and is used by one thread at a time.
"""

from __future__ import annotations

from typing import Protocol

from musterpoint.apps.notifications.models import Message


class Undelivered(Exception):
    """The channel did not take the message, and trying again later may help."""


class Refused(Undelivered):
    """The other side will never take this message: trying again is no use."""


class Channel(Protocol):
    """A way to reach somebody."""

    def send(self, message: Message) -> str:
        """Hand the message over and return the answer, or raise Undelivered or Refused."""

    def close(self) -> None:
        """Let go of what the channel holds open."""
