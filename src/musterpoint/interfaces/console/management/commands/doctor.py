"""``musterpoint doctor``: check everything the product depends on; exit 1 with what to do."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.doctor import ground, guarding, outside, reaching, running
from musterpoint.interfaces.console.doctor.outcome import Outcome, State, failed

CHECKS: tuple[Callable[[datetime], Iterator[Outcome]], ...] = (
    ground.python,
    ground.database,
    ground.disk,
    ground.addresses,
    ground.mail,
    outside.status_folder,
    reaching.returned_mail,
    reaching.browsers,
    guarding.vault,
    running.strategy,
    running.people,
    running.on_call,
    running.worker,
    running.promises,
)
SIGNS = {State.OK: "ok     ", State.WARNING: "warning", State.FAILED: "FAILED "}


class Command(BaseCommand):
    """Run every check, whatever the others found."""

    help = "Check every dependency, setting and clock; exit 1 with what to do."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the result as JSON."""
        parser.add_argument("--json", action="store_true", help="print the checks as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each check; exit 1 when one failed."""
        at = clock.now()
        outcomes = [outcome for check in CHECKS for outcome in _run(check, at)]
        if options["json"]:
            self.stdout.write(json.dumps({"checks": [asdict(each) for each in outcomes]}, indent=2))
        else:
            self._print(outcomes)
        if any(outcome.state is State.FAILED for outcome in outcomes):
            sys.exit(1)

    def _print(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            self.stdout.write(f"{SIGNS[outcome.state]}  {outcome.name:<12} {outcome.says}")
            if outcome.remedy:
                self.stdout.write(f"{'':23}{outcome.remedy}")


def _run(check: Callable[[datetime], Iterator[Outcome]], at: datetime) -> Iterator[Outcome]:
    try:
        yield from check(at)
    except DatabaseError as trouble:
        says = f"The database does not answer: {str(trouble).splitlines()[0]}"
        remedy = "Start it, or check DATABASE_URL; then run: musterpoint migrate"
        yield failed(check.__name__, says, remedy=remedy)
