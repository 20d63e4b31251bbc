"""The process in which one job runs, so that its work delays no timer and can be ended at any time.

It lives no longer than the worker that started it: when the pipe to it closes, it ends.
"""

from __future__ import annotations

import os
import sys
import threading

import django

NICENESS = 10


def main() -> None:
    """Work on the job named on the command line: its number and its attempt."""
    job_id, number = int(sys.argv[1]), int(sys.argv[2])
    threading.Thread(target=_end_with_the_worker, daemon=True).start()
    os.nice(NICENESS)
    django.setup()
    from musterpoint.interfaces.worker import (  # noqa: PLC0415  # needs the settings
        jobs,
        shared_time,
    )

    jobs.attempt(job_id, number, now=shared_time.now)


def _end_with_the_worker() -> None:
    """Wait until the worker is gone, however it went: the system closes its end of the pipe."""
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


if __name__ == "__main__":
    main()
