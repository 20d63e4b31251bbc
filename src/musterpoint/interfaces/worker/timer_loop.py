"""The loop that fires timers: at once while some are due, else asleep until the next one."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Mapping
from datetime import timedelta

from django.db import Error as DatabaseTrouble
from django.db import connection

from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers import queries
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker import shared_time
from musterpoint.interfaces.worker.firing import BATCH, fire_batch
from musterpoint.interfaces.worker.handlers import HANDLERS, Handler
from musterpoint.interfaces.worker.status_files import first_files
from musterpoint.interfaces.worker.waking import Waking
from musterpoint.usecases.erase_expired import first_sweep
from musterpoint.usecases.prove_channels import first_rounds
from musterpoint.usecases.watch_ourselves import EVERY, first_look

BEAT_EVERY = timedelta(seconds=5)
LONGEST_SLEEP = 2.0
LONGEST_RUSH = 10.0
TROUBLED_SLEEP = 1.0
SETTLING = 0.02
"""Announcements of one moment are taken together: a pause costs less than a look at each."""

logger = logging.getLogger(__name__)


class TimerLoop:
    """Fires timers until told to end. A batch under way is always finished."""

    def __init__(
        self,
        *,
        worker: str,
        alarm: Waking,
        ending: threading.Event,
        handlers: Mapping[str, Handler] = HANDLERS,
        channels: Collection[str] = (),
        rush: threading.Event | None = None,
    ) -> None:
        self._rush = rush or threading.Event()
        self._rush_since: float | None = None
        self._worker = worker
        self._alarm = alarm
        self._ending = ending
        self._handlers = handlers
        self._channels = channels
        self._started_at = clock.now()
        self._beats_next: float | None = None

    def run(self) -> None:
        """Run until the end. A database that is away is waited for."""
        while not self._ending.is_set():
            try:
                self._beat()
                count = fire_batch(self._handlers, at=shared_time.now())
                self._note_rush(is_on=count == BATCH)
                if not count:
                    self._rest()
            except Exception as trouble:
                is_away = isinstance(trouble, DatabaseTrouble)
                logger.error("The timer loop tries again: %s", trouble, exc_info=not is_away)
                connection.close()
                self._note_rush(is_on=False)
                self._ending.wait(TROUBLED_SLEEP)
        self._say_goodbye()

    def _note_rush(self, *, is_on: bool) -> None:
        """Say whether very many timers are due; after LONGEST_RUSH it counts as usual."""
        present = time.monotonic()
        self._rush_since = (self._rush_since or present) if is_on else None
        if self._rush_since is not None and present < self._rush_since + LONGEST_RUSH:
            self._rush.set()
        else:
            self._rush.clear()

    def _rest(self) -> None:
        """Sleep until the next timer is due or something is announced."""
        self._ending.wait(SETTLING)
        due_at = queries.next_due_at()
        left = LONGEST_SLEEP
        if due_at is not None:
            left = (due_at - shared_time.now()).total_seconds()
        self._alarm.sleep(min(left, LONGEST_SLEEP))

    def _beat(self) -> None:
        """Say every few seconds that this worker lives, and how wrong its clock is."""
        if self._beats_next is not None and time.monotonic() < self._beats_next:
            return
        ahead = _database_ahead()
        now = clock.now() + ahead
        if self._beats_next is None:
            standing = [first_look(at=now + EVERY), *first_rounds(at=now), first_sweep(at=now)]
            timers.ensure(standing, at=now)
            timers.arm(first_files(at=now), at=now)
        timers.beat(
            worker=self._worker,
            started_at=self._started_at,
            at=now,
            database_ahead=ahead,
            channels=self._channels,
        )
        self._beats_next = time.monotonic() + BEAT_EVERY.total_seconds()

    def _say_goodbye(self) -> None:
        try:
            timers.forget_worker(worker=self._worker)
        except Exception:
            logger.exception("The worker could not say goodbye")
        connection.close()


def _database_ahead() -> timedelta:
    """Return how far the database's clock is ahead, half of the way there and back taken off."""
    asked_at = clock.now()
    ahead = queries.database_ahead(at=asked_at)
    return ahead - (clock.now() - asked_at) / 2
