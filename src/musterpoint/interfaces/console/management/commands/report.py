"""`musterpoint report`: figures of incidents and updates, and how the strategy fits a framework."""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.reporting import queries
from musterpoint.apps.reporting.update_cadence import Of
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import coverage_report, updates_report


class Command(BaseCommand):
    """Ask and print."""

    help = "Prints figures about incidents."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        incidents = kinds.add_parser("incidents", help="counts, priorities, times, clocks")
        incidents.add_argument("--json", action="store_true", help="print JSON")
        incidents.add_argument("--source", help="only what was imported under this name")
        incidents.add_argument("--open-at", metavar="ISO", help="count what was open then")
        updates = kinds.add_parser("updates", help="how long people waited between updates")
        updates.add_argument("--json", action="store_true", help="print JSON")
        updates.add_argument(
            "--of", choices=[one.value for one in Of], help="default: imported, if there is any"
        )
        updates.add_argument("--origin", default="", help="one imported history")
        coverage = kinds.add_parser("coverage", help="how the strategy answers a framework")
        coverage.add_argument("--json", action="store_true", help="print JSON")
        coverage.add_argument("--framework", default="iso22301", metavar="CODE")
        coverage.add_argument("--policy", type=int, metavar="N", help="a version; now's if absent")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["what"] == "coverage":
            self._coverage(options)
        elif options["what"] == "updates":
            self._updates(options)
        else:
            self._incidents(options)

    def _coverage(self, options: dict[str, Any]) -> None:
        says = coverage_report.report(
            framework=options["framework"], number=options["policy"], at=clock.now()
        )
        if options["json"]:
            self.stdout.write(json.dumps(says, indent=2, ensure_ascii=False))
            return
        for line in coverage_report.lines(says):
            self.stdout.write(line)

    def _updates(self, options: dict[str, Any]) -> None:
        of = Of(options["of"]) if options["of"] else updates_report.by_itself(options["origin"])
        says = updates_report.report(of, origin=options["origin"], at=clock.now())
        if options["json"]:
            self.stdout.write(json.dumps(says, indent=2))
        else:
            self.stdout.write("\n".join(updates_report.lines(says)))

    def _incidents(self, options: dict[str, Any]) -> None:
        at = _instant(options["open_at"])
        figures = queries.incident_figures(source=options["source"], at=at).as_json()
        if options["json"]:
            self.stdout.write(json.dumps(figures, indent=2))
            return
        for name, value in figures.items():
            if name == "clocks":
                self._say_clocks(value)
            elif isinstance(value, dict):
                parts = (f"{_words(k)} {n:,}" for k, n in value.items() if n is not None)
                self.stdout.write(f"{_words(name)}: {', '.join(parts) or 'none'}")
            elif value is not None:
                shown = f"{value:,}" if isinstance(value, int | float) else value
                self.stdout.write(f"{_words(name)}: {shown}")

    def _say_clocks(self, clocks: dict[str, dict[str, dict[str, int]]]) -> None:
        for kind, states in clocks.items():
            parts = (f"{_words(state)} {each['count']:,}" for state, each in states.items())
            self.stdout.write(f"clock {_words(kind)}: {', '.join(parts)}")


def _words(name: str) -> str:
    return name.replace("_", " ")


def _instant(text: str | None) -> datetime:
    if text is None:
        return clock.now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no ISO instant such as 2016-04-01T00:00Z.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
