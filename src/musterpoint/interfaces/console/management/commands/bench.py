"""`musterpoint bench [NAME]`: measure, and print figures with the machine they were measured on."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from musterpoint.interfaces.console.bench import (
    agents,
    create,
    delivery,
    lateness,
    machine,
    memory,
    replaying,
    timers,
)
from musterpoint.interfaces.console.bench import domain as rules
from musterpoint.interfaces.console.bench import reads as pages

ALL = ("log", "reads", "timers", "lateness", "delivery", "domain", "replay", "memory", "agents")


class Command(BaseCommand):
    """Run one measure or all of them."""

    help = "Measures the product on databases of its own, which are dropped again."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("name", nargs="?", choices=ALL, help="one measure (default: all)")
        add("--json", action="store_true", help="print JSON only (the figures are JSON anyway)")
        add(
            "--count",
            type=int,
            help="log: requests; timers: due at once; domain: updates; delivery, replay: incidents;"
            " agents: screens",
        )
        add("--workers", type=int, help="timers: worker processes")
        add("--repeat", type=int, help="timers, agents: so many times, one after another")
        add("--load", type=float, help="timers: page requests a second meanwhile")
        add("--compare", action="store_true", help="timers: the same through procrastinate too")
        add("--clients", type=int, help="log: clients at once")
        add("--incidents", type=int, help="reads: incidents to generate")
        add("--entries", type=int, help="reads: ledger entries to generate")
        add("--file", type=Path, help="domain: an incident log to replay")
        add("--mapping", default="servicenow", help="domain: its mapping")

    def handle(self, *_args: Any, **options: Any) -> None:
        name = options["name"]
        if name is None:
            found = {each: _measures(options)[each]() for each in ALL}
            self._print({**found, "machine": machine.describe()})
            return
        found = _measures(options)[name]()
        self._print({**found, "machine": machine.describe()})

    def _print(self, found: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(found, indent=2))


def _measures(options: dict[str, Any]) -> dict[str, Callable[[], dict[str, Any]]]:
    given = {name: value for name, value in options.items() if value is not None}

    def asked(*names: str) -> dict[str, Any]:
        return {name: given[name] for name in names if name in given}

    return {
        "log": lambda: create.measure(**asked("clients", "count")),
        "reads": lambda: pages.measure(**asked("incidents", "entries")),
        "timers": lambda: timers.measure(**asked("count", "workers", "repeat", "load", "compare")),
        "lateness": lambda: lateness.measure(**asked("load")),
        "delivery": lambda: delivery.measure(**asked("count")),
        "domain": lambda: rules.measure(**asked("count", "file", "mapping")),
        "replay": lambda: replaying.measure(**asked("count")),
        "memory": memory.measure,
        "agents": lambda: agents.measure(**asked("count", "repeat")),
    }
