"""What a figure was measured on, so that it can be compared with nothing else by mistake."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any

from django.db import connection


def describe() -> dict[str, Any]:
    """Return cores, memory, load, and the versions that matter."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('fsync')")
        postgres, fsync = cursor.fetchone()
    return {
        "cores": os.cpu_count(),
        "cpu": _first("/proc/cpuinfo", "model name"),
        "memory_gib": _gib(_first("/proc/meminfo", "MemTotal")),
        "load": [round(load, 2) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "postgres": postgres,
        "fsync": fsync,
    }


def resident_mib(pid: int) -> float:
    """Return the memory of a process and its children, shared pages counted once per process."""
    total = 0.0
    for each in (pid, *_children(pid)):
        rss = _first(f"/proc/{each}/status", "VmRSS")
        total += int(rss.split()[0]) / 1024 if rss else 0.0
    return round(total, 1)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *_children(int(child))]
    return found


def _first(path: str, key: str) -> str:
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "")


def _gib(text: str) -> float | None:
    return round(int(text.split(maxsplit=1)[0]) / 1024 / 1024, 1) if text else None
