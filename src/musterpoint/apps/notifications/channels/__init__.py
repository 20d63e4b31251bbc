"""The one room that talks to the outside: a folder for each way to reach somebody.

A channel takes one message and returns what the other side said, or raises. It does not decide who
is told, touches no row, and is used by one thread at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol

from musterpoint.apps.notifications.models import Message


class Undelivered(Exception):
    """The channel did not take the message, and trying again later may help.

    ``wait`` is how long the other side asked to be left alone, when it said so.
    """

    def __init__(self, says: str, *, wait: timedelta | None = None) -> None:
        self.wait = wait
        super().__init__(says)


class Refused(Undelivered):
    """The other side will never take this message: trying again is no use."""


class Unfit(Refused):
    """The other side will never take this message, but may take others to the same address."""


class BadAddress(ValueError):
    """This is not an address on this channel; the words say how to write one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The other side took the message. ``provider_id`` is its name for it in later receipts."""

    says: str
    provider_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a channel reaches somebody: what people read, and what else the channel needs."""

    shown: str
    details: Mapping[str, Any] = field(default_factory=dict)


def details_of(message: Message) -> Mapping[str, Any]:
    """Return what else is kept with the address a message goes to."""
    details: Mapping[str, Any] = message.method.details if message.method else {}
    return details


class Channel(Protocol):
    """A way to reach somebody."""

    def send(self, message: Message) -> Taken:
        """Hand the message over and return the answer, or raise Undelivered or Refused."""

    def close(self) -> None:
        """Let go of what the channel holds open."""
