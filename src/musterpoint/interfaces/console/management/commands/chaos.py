"""`musterpoint chaos`: faults on purpose, and proof that nothing promised was lost."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from musterpoint.interfaces.console.chaos import side_by_side
from musterpoint.interfaces.console.chaos.run import run

FULL = 1_000


class Command(BaseCommand):
    """Run, print, and exit 1 when a promise was broken."""

    help = "Injects faults into the product's own processes under load; everything is thrown away."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("scenario", nargs="?", choices=["faults", "side_by_side"], default="faults")
        add("--faults", type=int, default=FULL, help=f"how many (default {FULL})")
        add("--seed", type=int, default=1, help="everything follows from it (default 1)")
        add("--only", type=int, metavar="N", help="only fault N of that run")
        add("--json", action="store_true", help="print JSON only (the figures are JSON anyway)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["scenario"] == "side_by_side":
            found = side_by_side.run(seed=options["seed"])
        else:
            found = run(
                faults=options["faults"],
                seed=options["seed"],
                only=options["only"],
                says=(lambda _: None) if options["json"] else self.stderr.write,
            )
        self.stdout.write(json.dumps(found, indent=2))
        if found["findings"]:
            sys.exit(1)
