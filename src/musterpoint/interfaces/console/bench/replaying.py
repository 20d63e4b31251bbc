"""How long a replay takes: incidents made up with a fixed seed, written as an import writes them.

The log, the import and the database are of this measure alone; what counts is the replay of what
then stands in the database, under two strategies, up to the last figure.
"""

from __future__ import annotations

import csv
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from musterpoint.apps.policies import named as strategies
from musterpoint.apps.policies import shipped
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import importing, mapping_files
from musterpoint.interfaces.console.bench.scratch import scratch
from musterpoint.interfaces.console.history_file import look_at
from musterpoint.interfaces.console.importing import Order as Import
from musterpoint.interfaces.console.importing import without_pauses
from musterpoint.usecases.replay_history import Order, replay_own

INCIDENTS = 25_000
FIRST = datetime(2025, 1, 6, 8, tzinfo=UTC)
MINUTES = 60 * 24 * 365
HEADER = (
    "number", "sys_updated_at", "sys_mod_count", "incident_state", "opened_at", "resolved_at",
    "impact", "urgency", "priority", "assignment_group",
)  # fmt: skip
CELLS = {
    ("1", "1"): "1", ("1", "2"): "2", ("2", "1"): "2", ("2", "2"): "3", ("3", "1"): "3",
    ("2", "3"): "4", ("3", "2"): "4", ("3", "3"): "4",
}  # fmt: skip


def measure(*, count: int = INCIDENTS) -> dict[str, Any]:
    """Write ``count`` incidents to a database of their own and replay them; the best of three."""
    with tempfile.TemporaryDirectory() as folder, scratch("replay"):
        text = shipped.text()
        log = Path(folder) / "log.csv"
        rows = _write(log, count)
        _import(log)
        at = clock.now()
        order = Order(
            policy=strategies.from_text("another matrix", _gentler(text)),
            against=strategies.named(strategies.IN_FORCE, at=at),
        )
        found, seconds, busy = None, [], []
        for _ in range(3):
            began, worked = time.perf_counter(), time.process_time()
            with without_pauses():
                found = replay_own(order, at=at)
            seconds.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
        assert found is not None
        policy = found.figures["sides"]["policy"]
        return {
            "incidents": found.figures["incidents"],
            "rows": rows,
            "strategies": 2,
            "changed": found.figures["changed"],
            "tellings": policy["tellings"],
            "seconds": round(min(seconds), 2),
            "cpu_seconds": round(min(busy), 2),
            "every_time": [round(each, 2) for each in seconds],
            "incidents_per_second": round(found.figures["incidents"] / min(seconds)),
            "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }


def _gentler(text: str) -> str:
    """Return the shipped strategy with a grave incident one priority milder where it is slow."""
    return text.replace("  I1: {U1: P1, U2: P1, ", "  I1: {U1: P1, U2: P2, ", 1)


def _import(log: Path) -> None:
    mapping = mapping_files.find("servicenow")
    order = Import(mapping=mapping, source="bench", policy=None, dry_run=False, rejects=None)
    importing.run(look_at(log, columns=mapping.columns()), order, at=clock.now())


def _write(path: Path, count: int) -> int:
    dice, rows = Random(11), 0  # noqa: S311  # a log to measure with, no secret
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(count):
            for line in _incident(dice, number):
                writer.writerow(line)
                rows += 1
    return rows


def _incident(dice: Random, number: int) -> Iterator[list[str]]:
    """Yield the updates of one incident, the final values on every row as such logs have them."""
    opened = FIRST + timedelta(minutes=dice.randrange(MINUTES))
    states = ["New", *dice.choices(["Active", "Awaiting User Info"], k=dice.randrange(1, 5))]
    instants = [opened]
    for _ in states:
        instants.append(instants[-1] + timedelta(minutes=dice.randrange(2, 900)))
    cell = dice.choice(list(CELLS))
    for place, state in enumerate([*states, "Resolved"]):
        if place == 2 and not dice.randrange(60):
            cell = dice.choice(list(CELLS))
        yield [
            f"INC{number:07d}", _text(instants[place]), str(place), state, _text(opened),
            _text(instants[-1]), *cell, CELLS[cell], f"Group {dice.randrange(70)}",
        ]  # fmt: skip


def _text(at: datetime) -> str:
    return at.strftime("%d/%m/%Y %H:%M")
