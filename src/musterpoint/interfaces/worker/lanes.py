"""A lane for each channel: its own senders, so that a channel that hangs delays no other.

Within a lane chatter never takes every sender, and what goes to one address goes one after another.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from musterpoint.apps.notifications.channels import Channel
from musterpoint.apps.notifications.operations import Room
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker.sending import Errand, Outgoing, Sender
from musterpoint.usecases.record_deliveries import Outcome

LINED_UP = 4
"""For each sender, and for each address: how many messages are leased ahead of being sent."""

Address = tuple[str, bool]


class Lane:
    """The senders of one channel, started with its first message, and what they have to carry."""

    def __init__(
        self,
        *,
        channel: str,
        channels: Callable[[], Mapping[str, Channel]],
        senders: int,
        outcomes: queue.Queue[Outcome],
        done: Callable[[], None],
    ) -> None:
        self.channel = channel
        self._open = channels
        self._count = senders
        self._chatter_may_take = max(1, senders - max(1, senders // 4))
        self._outcomes = outcomes
        self._done = done
        self._errands: queue.Queue[Errand] = queue.Queue()
        self._senders: list[Sender] = []
        self._leased: dict[int, Outgoing] = {}
        self._sending: dict[int, Address] = {}
        self._waiting: deque[Outgoing] = deque()

    @property
    def leased(self) -> list[int]:
        """The messages that this lane has and that are not recorded yet."""
        return list(self._leased)

    @property
    def room(self) -> Room:
        """How many more messages may be leased."""
        pressing = sum(1 for message in self._leased.values() if message.is_pressing)
        most = self._count * LINED_UP
        return Room(
            channel=self.channel,
            pressing=max(0, most - pressing),
            other=max(0, most - (len(self._leased) - pressing)),
        )

    @property
    def busy(self) -> set[str]:
        """The addresses for which enough is lined up."""
        lengths: dict[str, int] = {}
        for message in self._waiting:
            name = message.address.lower()
            lengths[name] = lengths.get(name, 0) + 1
        return {name for name, length in lengths.items() if name and length >= LINED_UP}

    def take(self, message: Outgoing) -> bool:
        """Send or line up a message; return False when its address has enough lined up already."""
        if message.address.lower() in self.busy:
            return False
        self._start()
        self._leased[message.pk] = message
        self._waiting.append(message)
        return True

    def go(self, *, at_once: int | None = None) -> None:
        """Give the senders everything that may go now, what presses first.

        What is lined up for one address goes with its first message, one after another. With
        ``at_once`` no more than so many addresses at a time.
        """
        for message in sorted(self._waiting, key=lambda one: not one.is_pressing):
            if at_once is not None and len(set(self._sending.values())) >= at_once:
                return
            if message in self._waiting and self._may_go(message):
                address = _address(message)
                errand = [one for one in self._waiting if _address(one) == address]
                for one in errand:
                    self._waiting.remove(one)
                    self._sending[one.pk] = address
                self._errands.put(errand)

    def came_back(self, message: Outgoing) -> None:
        """Let go of the sender and the address that this message kept busy."""
        self._sending.pop(message.pk, None)

    def is_recorded(self, message: Outgoing) -> None:
        """Forget a message whose outcome is in the database."""
        self._leased.pop(message.pk, None)

    def end(self) -> None:
        """Send what is on its way and nothing after it."""
        self._waiting.clear()
        for sender in self._senders:
            sender.end()

    def join(self, *, until: Any) -> None:
        """Wait for what is on its way."""
        for sender in self._senders:
            sender.join(max(0.1, (until - clock.now()) / timedelta(seconds=1)))

    def _may_go(self, message: Outgoing) -> bool:
        if _address(message) in self._sending.values():
            return False
        if message.is_pressing:
            return True
        chatter = {address for address, is_pressing in self._sending.values() if not is_pressing}
        return len(chatter) < self._chatter_may_take

    def _start(self) -> None:
        if not self._senders:
            self._senders = [
                Sender(
                    number=number,
                    channel=self._open()[self.channel],
                    errands=self._errands,
                    outcomes=self._outcomes,
                    done=self._done,
                )
                for number in range(self._count)
            ]
            for sender in self._senders:
                sender.start()


def _address(message: Outgoing) -> Address:
    """Return what only one message at a time may be on its way to.

    A pressing one does not wait for chatter to the same address to come back.
    """
    return message.address.lower() or str(message.recipient_id), message.is_pressing
