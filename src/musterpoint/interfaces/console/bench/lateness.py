"""How late people are told: one, a hundred, ten thousand at once, with one, two and four workers.

All while people look at pages. The one alone is measured many times, because once proves little.
"""

from __future__ import annotations

from typing import Any

from musterpoint.interfaces.console.bench import timers

COUNTS = (1, 100, 10_000)
WORKERS = (1, 2, 4)
REPEATED = {1: 30, 100: 3}
LOAD = 50.0


def measure(*, load: float = LOAD) -> dict[str, Any]:
    """Measure each count with each number of workers, and compare the largest in the same run."""
    found: dict[str, Any] = {"load_per_second": load}
    for count in COUNTS:
        for workers in WORKERS:
            found[f"{count}_due_{workers}_workers"] = timers.measure(
                count=count,
                workers=workers,
                repeat=REPEATED.get(count, 1),
                load=load,
                compare=count == COUNTS[-1] and workers == rival_workers(),
            )
    return found


def rival_workers() -> int:
    """Return with how many workers the comparison is made: both sides have two."""
    return WORKERS[1]
