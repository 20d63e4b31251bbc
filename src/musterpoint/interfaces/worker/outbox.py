"""Send what is queued: one thread claims and records, several others only talk to the outside.

A message is leased while it is on its way and the lease is renewed; nothing is marked as sent
before its channel took it. Messages to one address go one after another, so that a slow recipient
keeps one sender busy and no more. No transaction is open while a channel is spoken to.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import deque
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db import Error as DatabaseTrouble
from django.db import connection

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.channels import Channel
from musterpoint.apps.notifications.channels.email import NOT_SET_UP
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker.sending import Errand, Outgoing, Sender
from musterpoint.interfaces.worker.waking import Waking
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries

RENEW_EVERY = timedelta(seconds=5)
HOLD_EVERY = timedelta(seconds=2)
LONGEST_SLEEP = 2.0
TROUBLED_SLEEP = 1.0
SETTLING = 0.02
ALL_CHANNELS = ("email",)
PATIENCE_AT_THE_END = 15.0

logger = logging.getLogger(__name__)


class Outbox:
    """Claims, hands to senders, records, until told to end; then waits for what is on its way."""

    def __init__(
        self,
        *,
        worker: str,
        alarm: Waking,
        ending: threading.Event,
        channels: Callable[[], Mapping[str, Channel]],
        senders: int = 8,
    ) -> None:
        self._worker = worker
        self._alarm = alarm
        self._ending = ending
        self._open_channels = frozenset(channels())
        self._errands: queue.Queue[Errand] = queue.Queue()
        self._outcomes: queue.Queue[Outcome] = queue.Queue()
        self._capacity = senders * 4
        self._on_their_way: dict[int, str] = {}
        self._behind: dict[str, deque[Outgoing]] = {}
        self._renewed_at = clock.now()
        self._held_at = self._renewed_at - HOLD_EVERY
        self._senders = [
            Sender(
                number=number,
                channels=channels(),
                errands=self._errands,
                outcomes=self._outcomes,
                done=alarm.ring,
            )
            for number in range(senders)
        ]

    def run(self) -> None:
        """Run until the end. A database that is away is waited for; outcomes are kept meanwhile."""
        for sender in self._senders:
            sender.start()
        pending: list[Outcome] = []
        while not self._ending.is_set():
            try:
                pending = self._record(pending)
                if not self._claim():
                    self._rest()
            except Exception as trouble:
                is_away = isinstance(trouble, DatabaseTrouble)
                logger.error("The outbox tries again: %s", trouble, exc_info=not is_away)
                connection.close()
                self._ending.wait(TROUBLED_SLEEP)
        self._finish(pending)
        connection.close()

    def _claim(self) -> bool:
        """Claim as many messages as there is room for; return whether there may be more."""
        self._renew()
        self._hold_what_has_no_way_out()
        room = self._capacity - len(self._on_their_way)
        if room <= 0 or not self._open_channels:
            return False
        claimed = notifications.claim(
            worker=self._worker, at=clock.now(), limit=room, channels=self._open_channels
        )
        for message in claimed:
            self._send(message)
        return len(claimed) == room

    def _hold_what_has_no_way_out(self) -> None:
        now = clock.now()
        if now < self._held_at + HOLD_EVERY:
            return
        self._held_at = now
        for channel in ALL_CHANNELS:
            if channel not in self._open_channels:
                notifications.hold_channel(channel=channel, reason=NOT_SET_UP)

    def _send(self, message: Outgoing) -> None:
        """Give a message to a sender, or line it up behind another to the same address."""
        address = message.address.lower() or str(message.recipient_id)
        is_first = address not in self._on_their_way.values()
        self._on_their_way[message.pk] = address
        if is_first:
            self._errands.put(message)
        else:
            self._behind.setdefault(address, deque()).append(message)

    def _record(self, pending: list[Outcome]) -> list[Outcome]:
        """Record what the senders report and send what waited behind it; return what is left."""
        while not self._outcomes.empty():
            outcome = self._outcomes.get()
            pending.append(outcome)
            address = self._on_their_way.get(outcome.message.pk, "")
            waiting = self._behind.get(address)
            if waiting:
                self._errands.put(waiting.popleft())
            else:
                self._behind.pop(address, None)
        if pending:
            record_deliveries(pending, at=clock.now())
            for outcome in pending:
                self._on_their_way.pop(outcome.message.pk, None)
        return []

    def _renew(self) -> None:
        now = clock.now()
        if now >= self._renewed_at + RENEW_EVERY:
            self._renewed_at = now
            notifications.renew(ids=list(self._on_their_way), worker=self._worker, at=now)

    def _rest(self) -> None:
        self._ending.wait(SETTLING)
        if not self._outcomes.empty():
            return
        now = clock.now()
        next_at = queries.next_try_at(after=now) if self._open_channels else None
        left = LONGEST_SLEEP if next_at is None else (next_at - now).total_seconds()
        self._alarm.sleep(min(max(left, 0.0), LONGEST_SLEEP))

    def _finish(self, pending: list[Outcome]) -> None:
        """Wait for what is on its way, record it, and let go of what was only lined up."""
        until = clock.now() + timedelta(seconds=PATIENCE_AT_THE_END)
        for sender in self._senders:
            sender.end()
        for sender in self._senders:
            sender.join(max(0.1, (until - clock.now()).total_seconds()))
        self._behind.clear()
        try:
            self._record(pending)
            notifications.release(worker=self._worker)
        except Exception:
            logger.exception("The last outcomes could not be recorded; they will be sent again")
