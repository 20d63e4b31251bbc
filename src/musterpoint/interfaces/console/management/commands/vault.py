"""`musterpoint vault key|rotate|status`: the keys of the vault of personal data."""

from __future__ import annotations

import argparse
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.vault.operations import keeping, rotating
from musterpoint.apps.vault.sealing import (
    BadMasterKey,
    CannotOpen,
    NoMasterKey,
    fresh_key,
    names,
)
from musterpoint.domain.authority import system
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.progress import Progress
from musterpoint.usecases.rotate_keys import rotate_keys


class Command(BaseCommand):
    """Ask once, print; a key is printed only when a new one is made."""

    help = "Prints a new master key, changes the keys of the vault, or says how they stand."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        kinds.add_parser("key", help="print a new master key for MUSTERPOINT_MASTER_KEY")
        rotate = kinds.add_parser("rotate", help="bring all keys under the first master key")
        rotate.add_argument("--values", action="store_true", help="draw new keys for people, too")
        rotate.add_argument("--json", action="store_true", help="print JSON")
        status = kinds.add_parser("status", help="say under which master key the keys are")
        status.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            if options["what"] == "key":
                self.stdout.write(fresh_key())
            elif options["what"] == "rotate":
                self._rotate(with_values=options["values"], as_json=options["json"])
            else:
                self._status(as_json=options["json"])
        except (BadMasterKey, NoMasterKey, CannotOpen) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _rotate(self, *, with_values: bool, as_json: bool) -> None:
        progress = Progress("people")
        done = rotate_keys(
            with_values=with_values, by=system("console"), at=clock.now(), tell=progress.show
        )
        progress.end()
        if as_json:
            self.stdout.write(json.dumps({"people": done.people, "values": done.values}))
        elif done.people:
            says = f"The keys of {done.people:,} people are changed; {done.values:,} values open."
            self.stdout.write(says)
        else:
            self.stdout.write("Every key is under the present master key already.")

    def _status(self, *, as_json: bool) -> None:
        keys = names(keeping.keys_in_use().keys.values())
        waiting, unknown = rotating.waiting(), rotating.under_unknown_keys()
        if as_json:
            found = {"master_keys": keys, "waiting": waiting, "unknown": unknown}
            self.stdout.write(json.dumps(found))
            return
        self.stdout.write(f"Master keys set, the one in use first: {', '.join(keys)}")
        self.stdout.write(f"People whose key is under an older one: {waiting:,}")
        self.stdout.write(f"People whose key is under one not set here: {unknown:,}")
