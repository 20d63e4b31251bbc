"""What wakes the worker's threads: a NOTIFY of new work, or the end of the process."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from django.db import Error as DatabaseTrouble
from django.db import connection
from psycopg import Error as PsycopgError

from musterpoint.apps.timers.operations import WORK_CHANNEL

RECONNECT_SECONDS = 1.0
LISTEN_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Waking:
    """One thread's alarm: it sleeps until somebody rings or the time is up."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        """Wake the sleeper, or keep it from falling asleep."""
        self._rung.set()

    def sleep(self, seconds: float) -> None:
        """Sleep until rung, at most ``seconds``."""
        if seconds > 0:
            self._rung.wait(seconds)
        self._rung.clear()


def listen(alarms: Sequence[Waking], *, ending: threading.Event) -> None:
    """Ring at every NOTIFY of work until the end, on this thread's own connection.

    A lost connection is made anew; meanwhile the sleepers wake by time alone and nothing is missed.
    """
    while not ending.is_set():
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {WORK_CHANNEL}")
            _ring(alarms)  # for what was announced while nobody listened
            while not ending.is_set():
                for _ in connection.connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                    _ring(alarms)
        except Exception as trouble:  # a listener that dies would make all timers late
            known = isinstance(trouble, DatabaseTrouble | PsycopgError)
            logger.warning("The listener lost its connection: %s", trouble, exc_info=not known)
            connection.close()
            ending.wait(RECONNECT_SECONDS)
    connection.close()


def _ring(alarms: Sequence[Waking]) -> None:
    for alarm in alarms:
        alarm.ring()
