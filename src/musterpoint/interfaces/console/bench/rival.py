"""The same number of due jobs through procrastinate's scheduled jobs, on the same server.

Benchmark only, and needs the development environment. Each job does the least there is: one row.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import Any

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench import rival_app
from musterpoint.interfaces.console.bench.rival_app import CONCURRENCY, DONE, POLLING, app_on
from musterpoint.interfaces.console.bench.samples import percentile
from musterpoint.interfaces.console.bench.scratch import Scratch, rows

WORKERS = 2
BOUND = 120.0
AT_ONCE = 1_000


def measure(here: Scratch, *, count: int) -> dict[str, Any]:
    """Let ``count`` jobs fall due at one instant; stop after BOUND and say how many were done."""
    rows(f"CREATE TABLE {DONE} (number int, at timestamptz DEFAULT clock_timestamp())")
    due_at = asyncio.run(_defer(here.url, count))
    workers = [_start(here) for _ in range(WORKERS)]
    try:
        until = due_at + timedelta(seconds=BOUND)
        while clock.now() < until and rows(f"SELECT count(*) FROM {DONE}")[0][0] < count:  # noqa: S608  # a constant
            time.sleep(0.2)
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait(30)
    found = rows(f"SELECT at FROM {DONE}")  # noqa: S608  # a constant
    late = [(at - due_at).total_seconds() for (at,) in found]
    return {
        "workers": f"{WORKERS} x {CONCURRENCY}, polling {POLLING:g} s",
        "done": len(late),
        "of": count,
        "p50_s": round(percentile(late, 0.5), 3),
        "p99_s": round(percentile(late, 0.99), 3),
        "max_s": round(max(late, default=0.0), 3),
    }


async def _defer(url: str, count: int) -> datetime:
    app = app_on(url)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        due_at = clock.now() + timedelta(seconds=4 + count / 1_500)
        task = app.tasks["due"].configure(schedule_at=due_at)
        for first in range(0, count, AT_ONCE):
            many = range(first, min(first + AT_ONCE, count))
            await task.batch_defer_async(*({"number": number} for number in many))
    return due_at


def _start(here: Scratch) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", rival_app.__name__, here.url],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
