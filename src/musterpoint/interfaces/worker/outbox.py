"""Send what is queued: one thread claims and records, several others only talk to the outside.

A message is leased while it is on its way and the lease is renewed; nothing is marked as sent
before its channel took it. Messages to one address go one after another, so that a slow recipient
keeps one sender busy and no more. No transaction is open while a channel is spoken to.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import Error as DatabaseTrouble
from django.db import InterfaceError, OperationalError, connection

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.channels import Channel
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.timers import queries as timers
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker import shared_time
from musterpoint.interfaces.worker.lanes import Lane
from musterpoint.interfaces.worker.waking import Waking
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.take_messages import take_messages

RENEW_EVERY = timedelta(seconds=5)
HOLD_EVERY = timedelta(seconds=2)
HOLD_AFTER = timedelta(seconds=10)
ALIVE = timedelta(seconds=30)
LONGEST_SLEEP = 2.0
IN_A_RUSH = 0
"""How many addresses of a channel are begun while very many timers fall due at once: none.

The timers decide whom to tell first; then all of it is sent. Doing both at once makes both slower,
for all threads share one processor. A rush is over after LONGEST_RUSH of the timer loop.
"""

TROUBLED_SLEEP = 1.0
SETTLING = 0.02
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
        hold_after: timedelta = HOLD_AFTER,
        rush: threading.Event | None = None,
    ) -> None:
        self._rush = rush or threading.Event()
        self._worker = worker
        self._hold_after = hold_after
        self._alarm = alarm
        self._ending = ending
        self._outcomes: queue.Queue[Outcome] = queue.Queue()
        self._lanes = {
            name: Lane(
                channel=name,
                channels=channels,
                senders=senders,
                outcomes=self._outcomes,
                done=alarm.ring,
            )
            for name in channels()
        }
        self._aside: list[Outcome] = []
        self._renewed_at: datetime | None = None
        self._held_at: datetime | None = None
        self._missing_since: dict[str, datetime] = {}

    @property
    def channels(self) -> frozenset[str]:
        """The channels on which it can send."""
        return frozenset(self._lanes)

    def run(self) -> None:
        """Run until the end. A database that is away is waited for; outcomes are kept meanwhile."""
        pending: list[Outcome] = []
        while not self._ending.is_set():
            try:
                pending = self._record(pending)
                self._claim()
                self._rest()
            except Exception as trouble:
                is_away = isinstance(trouble, DatabaseTrouble)
                logger.error("The outbox tries again: %s", trouble, exc_info=not is_away)
                connection.close()
                self._ending.wait(TROUBLED_SLEEP)
        self._finish(pending)
        connection.close()

    def _claim(self) -> None:
        """Claim as many messages as there is room for."""
        now = shared_time.now()
        self._renew(now)
        self._hold_what_has_no_way_out(now)
        rooms = [lane.room for lane in self._lanes.values()]
        rooms = [room for room in rooms if room.pressing or room.other]
        if not rooms:
            return
        busy = {address for lane in self._lanes.values() for address in lane.busy}
        claimed = take_messages(worker=self._worker, rooms=rooms, busy=busy, at=now)
        refused = [one.pk for one in claimed if not self._lanes[one.channel].take(one)]
        if refused:
            notifications.give_back(ids=refused, worker=self._worker)
        self._go()

    def _hold_what_has_no_way_out(self, now: datetime) -> None:
        """Hold what no live worker could send, once that has lasted: another may be starting."""
        if self._held_at is not None and now < self._held_at + HOLD_EVERY:
            return
        self._held_at = now
        somewhere = timers.channels_open(since=now - ALIVE)
        for name, kind in KINDS.items():
            if name in self._lanes or name in somewhere:
                self._missing_since.pop(name, None)
            elif now >= self._missing_since.setdefault(name, now) + self._hold_after:
                notifications.hold_channel(channel=name, reason=kind.not_set_up)

    def _record(self, pending: list[Outcome]) -> list[Outcome]:
        """Record what the senders report and send what waited behind it; return what is left."""
        while not self._outcomes.empty():
            outcome = self._outcomes.get()
            pending.append(outcome)
            self._lane_of(outcome).came_back(outcome.message)
        self._go()
        if pending:
            self._write(list(pending), pending)
        return []

    def _write(self, outcomes: Sequence[Outcome], pending: list[Outcome]) -> None:
        """Record outcomes and take them off ``pending``. One that cannot be is put aside.

        A fault of ours in what follows from one message keeps no other from being recorded.
        """
        try:
            record_deliveries(outcomes, at=shared_time.now())
        except (OperationalError, InterfaceError):
            raise  # the database is away: everything waits for it
        except Exception:
            if len(outcomes) > 1:
                for one in outcomes:
                    self._write([one], pending)
                return
            logger.exception("What became of %s is recorded later", outcomes[0].message.key)
            self._aside += outcomes
        else:
            for one in outcomes:
                self._lane_of(one).is_recorded(one.message)
        for one in outcomes:
            pending.remove(one)

    def _go(self) -> None:
        """Let senders begin; in a rush the timers go first."""
        at_once = IN_A_RUSH if self._rush.is_set() else None
        for lane in self._lanes.values():
            lane.go(at_once=at_once)

    def _lane_of(self, outcome: Outcome) -> Lane:
        return self._lanes[outcome.message.channel]

    def _renew(self, now: datetime) -> None:
        if self._renewed_at is None or now >= self._renewed_at + RENEW_EVERY:
            self._renewed_at = now
            leased = [pk for lane in self._lanes.values() for pk in lane.leased]
            notifications.renew(ids=leased, worker=self._worker, at=now)
            aside, self._aside = self._aside, []
            for outcome in aside:
                self._outcomes.put(outcome)

    def _rest(self) -> None:
        """Sleep until there is something to do. What comes within a moment is taken together."""
        self._ending.wait(SETTLING)
        if not self._outcomes.empty():
            return
        now = shared_time.now()
        next_at = queries.next_try_at(after=now) if self._lanes else None
        left = LONGEST_SLEEP if next_at is None else (next_at - now).total_seconds()
        self._alarm.sleep(min(max(left, 0.0), LONGEST_SLEEP))

    def _finish(self, pending: list[Outcome]) -> None:
        """Wait for what is on its way, record it, and let go of what was only lined up."""
        until = clock.now() + timedelta(seconds=PATIENCE_AT_THE_END)
        for lane in self._lanes.values():
            lane.end()
        for lane in self._lanes.values():
            lane.join(until=until)
        try:
            self._record(pending)
            notifications.release(worker=self._worker)
        except Exception:
            logger.exception("The last outcomes could not be recorded; they will be sent again")
