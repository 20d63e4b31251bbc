"""How much memory an idle web server and worker take, and how soon the server answers."""

from __future__ import annotations

import time
from typing import Any

from musterpoint.interfaces.console.bench import machine
from musterpoint.interfaces.console.bench.people import add_people
from musterpoint.interfaces.console.bench.scratch import scratch

SETTLE_SECONDS = 5.0


def measure() -> dict[str, Any]:
    """Start both, let them settle, and look."""
    with scratch("memory") as here:
        add_people()
        cold, _, first_seconds = here.serve()
        cold.terminate()
        cold.wait()
        web, _, seconds = here.serve()
        worker = here.start("worker")
        time.sleep(SETTLE_SECONDS)
        web_mib, worker_mib = machine.resident_mib(web.pid), machine.resident_mib(worker.pid)
    return {
        "web_mib": web_mib,
        "worker_mib": worker_mib,
        "together_mib": round(web_mib + worker_mib, 1),
        "first_start_s": round(first_seconds, 2),
        "warm_start_s": round(seconds, 2),
    }
