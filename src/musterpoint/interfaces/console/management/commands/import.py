# ruff: noqa: N999  # the command is called import
"""`musterpoint import incidents|updates FILE`: take another system's history into the record."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.policies.queries import NoStrategyInForce
from musterpoint.domain.history import DateOrder, MissingColumns, SourceMapping
from musterpoint.domain.wall_clock import UnknownZone, zone_named
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import (
    importing,
    importing_updates,
    mapping_files,
    update_history_file,
)
from musterpoint.interfaces.console.history_file import UnreadableFile, look_at
from musterpoint.interfaces.console.importing import Order, Outcome
from musterpoint.usecases.import_incidents import NoSuchVersion


class Command(BaseCommand):
    """Parse, look at the file, run, print."""

    help = "Imports the history of another system: incidents, or the updates of a status page."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        incidents = kinds.add_parser("incidents", help="one row per incident or per update")
        add = incidents.add_argument
        add("file", type=Path)
        add("--mapping", required=True, help="a shipped mapping (servicenow) or a YAML file")
        add("--dry-run", action="store_true", help="say what would happen and write nothing")
        add("--source", default="", help="the name of the source (default: the mapping's)")
        add("--zone", default="", help="the zone of local times, such as Europe/London")
        add("--dates", choices=[order.value for order in DateOrder], help="overrides the mapping")
        add("--delimiter", default="", help="one character, or tab (default: found out)")
        add("--encoding", default="", help="such as cp1252 (default: found out)")
        add("--policy", type=int, help="the strategy version to reckon clocks by")
        add("--rejects", type=Path, help="where rows that are left out are kept")
        add("--json", action="store_true", help="print the figures as JSON")
        updates = kinds.add_parser("updates", help="the history of a status page, as JSON")
        updates.add_argument("file", type=Path)
        updates.add_argument("--dry-run", action="store_true", help="write nothing")
        updates.add_argument("--origin", default="", help="its name (default: the file's)")
        updates.add_argument("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "updates":
            self._updates(options)
        else:
            self._incidents(options)

    def _updates(self, options: dict[str, Any]) -> None:
        try:
            says = importing_updates.run(
                options["file"], origin=options["origin"], dry_run=options["dry_run"]
            )
        except update_history_file.UnreadableFile as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(says, indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(importing_updates.lines(says)))

    def _incidents(self, options: dict[str, Any]) -> None:
        try:
            mapping = _mapping(options)
            file = look_at(
                options["file"],
                columns=mapping.columns(),
                encoding=options["encoding"] or mapping.encoding,
                delimiter=options["delimiter"] or mapping.delimiter,
            )
            order = Order(
                mapping=mapping,
                source=(options["source"] or mapping.name)[:60],
                policy=options["policy"],
                dry_run=options["dry_run"],
                rejects=options["rejects"],
            )
            outcome = importing.run(file, order, at=clock.now())
        except (
            mapping_files.NoSuchMapping,
            mapping_files.BadMapping,
            UnreadableFile,
            MissingColumns,
            NoStrategyInForce,
            NoSuchVersion,
        ) as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(outcome.as_json(order, file), indent=2))
        else:
            self._say(outcome, order)
        _say_rejects(outcome)

    def _say(self, outcome: Outcome, order: Order) -> None:
        figures = outcome.figures
        would = "Dry run, nothing written. Would import" if order.dry_run else "Imported"
        self.stdout.write(
            f"{would} from {order.source}: {figures.incidents_new:,} new incidents,"
            f" {figures.incidents_changed:,} with new updates,"
            f" {figures.incidents_unchanged:,} unchanged."
        )
        self.stdout.write(
            f"Rows: {outcome.rows:,} read, {figures.updates_new:,} new updates,"
            f" {figures.repeats:,} already known or repeated, {outcome.rejects.count:,} left out."
        )
        if outcome.absent:
            self.stdout.write(f"Columns the file does not have: {', '.join(outcome.absent)}.")
        rate = outcome.rows / outcome.seconds if outcome.seconds else 0
        self.stdout.write(f"{outcome.seconds:.1f} s, {rate:,.0f} rows a second.")


def _mapping(options: dict[str, Any]) -> SourceMapping:
    mapping = mapping_files.find(options["mapping"])
    if options["zone"]:
        try:
            mapping = replace(mapping, zone=zone_named(options["zone"]))
        except UnknownZone:
            raise CommandError(f"'{options['zone']}' is no time zone.") from None
    if options["dates"]:
        mapping = replace(mapping, dates=DateOrder(options["dates"]))
    return mapping


def _say_rejects(outcome: Outcome) -> None:
    for line, reason in outcome.rejects.first():
        print(f"line {line}: {reason}", file=sys.stderr)
    more = outcome.rejects.count - len(outcome.rejects.first())
    if more > 0:
        print(f"and {more:,} more", file=sys.stderr)
    if outcome.rejects_file:
        print(f"Rows left out are kept in {outcome.rejects_file}", file=sys.stderr)
