"""Looks from outside, past every fault, at what is due or queued: since when, and until when.

What is still pending long after the last fault was forgotten by the product.
"""

from __future__ import annotations

import contextlib
import threading
import time

import psycopg

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.chaos.postgres import Postgres

GLANCE = 0.2
PENDING = """
SELECT 'message', id::text FROM notifications_message WHERE state = 'queued'
    AND coalesce(retry_at, created_at) <= clock_timestamp() + interval '10 minutes'
UNION ALL
SELECT 'timer', id::text FROM timers_timer WHERE fired_at IS NULL AND cancelled_at IS NULL
    AND due_at <= clock_timestamp()
"""

Item = tuple[str, str]


class Watch:
    """A thread that looks; ``pending`` is what it saw last."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.first: dict[Item, float] = {}
        self.last: dict[Item, float] = {}
        self.pending: set[Item] = set()
        self.looked_at = 0.0
        self._thread.start()

    def recovered(self, at: float, *, without: frozenset[Item] = frozenset()) -> float:
        """Return how long after ``at`` the last of what was pending then was done."""
        ends = [
            until - at
            for item, until in self.last.items()
            if until >= at and self.first[item] <= at and item not in without
        ]
        return max(ends, default=0.0)

    def settle(self, *, seconds: float) -> set[Item]:
        """Wait until what is pending now is done; return what still is not when time is up."""
        began, until = clock.now().timestamp(), time.monotonic() + seconds
        left = {("nothing", "looked at yet")}
        while left and time.monotonic() < until:
            time.sleep(GLANCE)
            if self.looked_at > began:
                left = {item for item in self.pending if self.first[item] <= began}
        return left

    def end(self) -> None:
        self._ending.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._ending.wait(GLANCE):
            at = clock.now().timestamp()
            with contextlib.suppress(psycopg.Error):
                self.pending = {(kind, number) for kind, number in self._postgres.look(PENDING)}
                for item in self.pending:
                    self.first.setdefault(item, at)
                    self.last[item] = at
                self.looked_at = at
