"""The lane of long work: one job at a time, each in a process of its own at low priority.

A worker that is killed takes its job's process with it; another worker has the job when the lease
has run out.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import Error as DatabaseTrouble
from django.db import connection
from psycopg import Error as PsycopgError

from musterpoint.apps.jobs import operations
from musterpoint.apps.jobs.operations import CHANNEL, LeaseLost
from musterpoint.interfaces.worker import shared_time

LISTEN_SECONDS = 2.0
WATCH_SECONDS = 0.2
RENEW_SECONDS = 5.0
ENDING_SECONDS = 5.0
TROUBLED_SECONDS = 1.0
AGAIN = timedelta(seconds=5)
CHILD = (sys.executable, "-m", "musterpoint.interfaces.worker.job_process")

logger = logging.getLogger(__name__)


class JobLane:
    """Claims jobs until told to end. A job under way is then left to the next worker at once."""

    def __init__(
        self, *, worker: str, ending: threading.Event, child: Sequence[str] = CHILD
    ) -> None:
        self._worker = worker
        self._ending = ending
        self._child = tuple(child)

    def run(self) -> None:
        """Work until the end. A database that is away is waited for."""
        while not self._ending.is_set():
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"LISTEN {CHANNEL}")
                while not self._ending.is_set():
                    if not self.work_once():
                        self._rest()
            except Exception as trouble:
                known = isinstance(trouble, DatabaseTrouble | PsycopgError)
                logger.error("The lane of jobs tries again: %s", trouble, exc_info=not known)
                connection.close()
                self._ending.wait(TROUBLED_SECONDS)
        connection.close()

    def work_once(self) -> bool:
        """Bring one job to its end, if one waits; return whether one did."""
        job = operations.claim(worker=self._worker, at=shared_time.now())
        if job is None:
            return False
        logger.info("Job %s (%s) begins, attempt %s", job.pk, job.kind, job.attempts)
        process = subprocess.Popen(
            [*self._child, str(job.pk), str(job.attempts)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            self._watch(process, job.pk, job.attempts)
        finally:
            _end(process)
        return True

    def _rest(self) -> None:
        for _ in connection.connection.notifies(timeout=LISTEN_SECONDS, stop_after=1):
            pass

    def _watch(self, process: subprocess.Popen[bytes], job_id: int, attempt: int) -> None:
        """Renew the lease while the process works; leave the job to others if it did not end."""
        renew_next = time.monotonic() + RENEW_SECONDS
        try:
            while process.poll() is None and not self._ending.wait(WATCH_SECONDS):
                if time.monotonic() >= renew_next:
                    operations.renew(job_id=job_id, attempt=attempt, at=shared_time.now())
                    renew_next = time.monotonic() + RENEW_SECONDS
            _end(process)
            until = shared_time.now() + (timedelta() if self._ending.is_set() else AGAIN)
            operations.let_go(job_id=job_id, attempt=attempt, until=until)
        except LeaseLost:
            return  # it has ended well, or was cancelled meanwhile
        logger.warning("Job %s was not brought to its end; it is taken up again", job_id)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process: the closed pipe tells it to, and a signal does if that was not heard."""
    if process.stdin is not None:
        process.stdin.close()
    try:
        process.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
