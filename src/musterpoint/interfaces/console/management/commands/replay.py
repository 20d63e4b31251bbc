"""`musterpoint replay`: run past incidents through a strategy, beside another one."""

from __future__ import annotations

import argparse
import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.policies import named as strategies
from musterpoint.apps.policies.named import HasErrors, NamedStrategy, NoSuchStrategy
from musterpoint.apps.policies.queries import NoStrategyInForce
from musterpoint.domain.history import MissingColumns
from musterpoint.domain.replay.rows import COLUMNS, cells
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import mapping_files
from musterpoint.interfaces.console.history_file import UnreadableFile, look_at
from musterpoint.interfaces.console.importing import without_pauses
from musterpoint.interfaces.console.progress import Progress
from musterpoint.interfaces.console.rejects import Rejects
from musterpoint.interfaces.console.replaying import FileSource
from musterpoint.usecases.replay_history import Order, Replayed, replay, replay_own

NOTHING = "nothing"
REFUSALS = (
    NoSuchStrategy, NoStrategyInForce, HasErrors, UnreadableFile, MissingColumns,
    mapping_files.NoSuchMapping, mapping_files.BadMapping,
)  # fmt: skip


class Command(BaseCommand):
    """Name two strategies, find the past, play it, print."""

    help = "Runs past incidents through a strategy and says what would have been different."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        add = parser.add_argument
        add("--policy", required=True, help="a file, v3, draft:12, in-force or default")
        add("--against", help=f"the same, or '{NOTHING}' (default: what is in force, if anything)")
        add("--from", dest="since", metavar="ISO", help="incidents logged from then on")
        add("--to", dest="until", metavar="ISO", help="incidents logged before then")
        add("--source", type=Path, help="a file of another system's incidents; nothing is kept")
        add("--mapping", default="servicenow", help="how --source is read: a name or a file")
        add("--changes", type=Path, help="write each incident that differs to this CSV file")
        add("--json", action="store_true", help="print the figures as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        at = clock.now()
        try:
            order = Order(
                policy=_named(options["policy"], at=at),
                against=_against(options["against"], at=at),
                since=_instant(options["since"]),
                until=_instant(options["until"]),
            )
            with without_pauses():
                found = _from_file(order, options, at=at) if options["source"] else _own(order, at)
        except REFUSALS as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        if options["changes"]:
            _write(options["changes"], found)
        if options["json"]:
            self.stdout.write(json.dumps(found.figures, indent=2))
        else:
            self._say(found.figures)

    def _say(self, figures: dict[str, Any]) -> None:
        policy, beside = figures["sides"]["policy"], figures["sides"].get("against")
        self.stdout.write(
            f"{figures['incidents']:,} incidents under {figures['policy']['name']}:"
            f" {policy['judged']:,} judged, {policy['not_judged']:,} not."
        )
        for says, count in policy["not_judged_because"].items():
            self.stdout.write(f"  {count:,} not judged: {says}")
        for name, matrix in figures["priority_changes"].items():
            moved = sum(sum(row.values()) for row in matrix.values())
            what = name.removeprefix("from_")
            than = "what happened" if what == "happened" else figures["against"]["name"]
            self.stdout.write(f"Another priority than {than}: {moved:,}.")
        self._line("Breaches", _breaches(policy), _breaches(beside))
        self._line("Tellings", policy["tellings"], beside and beside["tellings"])
        self._line("Pages at night", policy["at_night"], beside and beside["at_night"])
        self._line("Alarms nobody answers", policy["unanswered"], beside and beside["unanswered"])
        self.stdout.write(f"{figures['seconds']:.1f} s.")

    def _line(self, what: str, here: int | None, there: int | None) -> None:
        beside = "" if there is None else f" (against {there:,})"
        self.stdout.write(f"{what}: {here:,}{beside}.")


def _breaches(side: dict[str, Any] | None) -> int | None:
    return None if side is None else sum(one["breached"] for one in side["clocks"].values())


def _own(order: Order, at: datetime) -> Replayed:
    progress = Progress("incidents")
    found = replay_own(order, at=at, tell=progress.show)
    progress.end()
    return found


def _from_file(order: Order, options: dict[str, Any], *, at: datetime) -> Replayed:
    mapping = mapping_files.find(options["mapping"])
    source = FileSource(
        file=look_at(
            options["source"],
            columns=mapping.columns(),
            encoding=mapping.encoding,
            delimiter=mapping.delimiter,
        ),
        mapping=mapping,
        strategy=order.policy.strategy,
        rejects=Rejects(),
    )
    wanted = (
        past
        for past in source.pasts()
        if (order.since is None or past.logged_at >= order.since)
        and (order.until is None or past.logged_at < order.until)
    )
    found = replay(order, wanted, at=at)
    found.figures["rows_left_out"] = source.rejects.count
    return found


def _write(path: Path, found: Replayed) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(cells(row) for row in found.rows)


def _named(name: str, *, at: datetime) -> NamedStrategy:
    """Return what ``name`` means; a file that is there goes before anything else called so."""
    path = Path(name)
    if not path.is_file():
        return strategies.named(name, at=at)
    try:
        return strategies.from_text(name, path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeError) as trouble:
        raise UnreadableFile(f"{name}: {trouble}") from None


def _against(name: str | None, *, at: datetime) -> NamedStrategy | None:
    if name == NOTHING:
        return None
    if name is not None:
        return _named(name, at=at)
    try:
        return strategies.named(strategies.IN_FORCE, at=at)
    except NoStrategyInForce:
        return None


def _instant(text: str | None) -> datetime | None:
    """Return the instant that an option names; without a zone it is UTC."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no instant such as 2026-03-01.", returncode=2) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
