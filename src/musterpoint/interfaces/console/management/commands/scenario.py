"""`musterpoint scenario`: play made-up incidents against a strategy, expected beside got."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.policies import queries, scenario_texts
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding, errors
from musterpoint.domain.scenarios import Outcome, Played, Scenario, Verdict, as_plain, play
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import policy_texts
from musterpoint.interfaces.console.policy_texts import Named, NoSuchPolicy

FOUND = 1
UNREADABLE = 2


class Command(BaseCommand):
    """One small function per word."""

    help = "Plays scenarios against a strategy and says what is met and what is missed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        run = words.add_parser("run", help="play the scenarios of a file, or 'default'")
        run.add_argument("file")
        run.add_argument("--policy", help="a file, a version, draft:N or 'default'")
        run.add_argument("--only", metavar="ID", help="this scenario alone")
        run.add_argument("--json", action="store_true")
        check = words.add_parser("check", help="print every finding with its line")
        check.add_argument("file")
        words.add_parser("list", help="list the scenarios that ship with the product")

    def handle(self, *_args: Any, **options: Any) -> None:
        match options["word"]:
            case "run":
                self._run(options)
            case "check":
                self._check(options)
            case _:
                self._list()

    def _run(self, options: dict[str, Any]) -> None:
        scenarios = self._scenarios(options["file"], only=options["only"])
        strategy = self._strategy(options["policy"])
        played = [play(one, strategy) for one in scenarios]
        if options["json"]:
            self.stdout.write(json.dumps(as_plain(played), indent=2, ensure_ascii=False))
        else:
            self._tables(played)
        if any(one.score[Verdict.MISSED] for one in played):
            sys.exit(FOUND)

    def _check(self, options: dict[str, Any]) -> None:
        text, name = _text(options["file"]), options["file"]
        examined = scenario_texts.examine(text)
        for found in examined.findings:
            self.stdout.write(f"{name}:{found.line}: {found}")
        if errors(examined.findings):
            sys.exit(UNREADABLE)
        count = len(examined.scenarios)
        self.stdout.write(f"{name}: no errors, {count} scenario{'' if count == 1 else 's'}.")

    def _list(self) -> None:
        for one in scenario_texts.shipped():
            self.stdout.write(f"{one.code}\t{one.category}\t{one.title}")

    def _scenarios(self, name: str, *, only: str | None) -> tuple[Scenario, ...]:
        if name == policy_texts.DEFAULT:
            found = scenario_texts.shipped()
        else:
            examined = scenario_texts.examine(_text(name))
            self._say(name, examined.findings)
            if errors(examined.findings):
                sys.exit(UNREADABLE)
            found = examined.scenarios
        wanted = tuple(one for one in found if only in {None, one.code})
        if not wanted:
            says = f"'{name}' holds no scenario '{only}'."
            raise CommandError(says, returncode=UNREADABLE)
        return wanted

    def _strategy(self, name: str | None) -> Strategy:
        """Return the strategy named; without a name that in force, or the shipped one."""
        if name is None:
            try:
                return queries.in_force(at=clock.now()).strategy
            except queries.NoStrategyInForce:
                name = policy_texts.DEFAULT
        try:
            named: Named = policy_texts.find(name)
        except NoSuchPolicy as refusal:
            raise CommandError(str(refusal), returncode=UNREADABLE) from refusal
        strategy = scenario_texts.playable(named.text)
        self._say(named.name, errors(named.examined().findings))
        if strategy is None:
            sys.exit(UNREADABLE)
        return strategy

    def _say(self, name: str, findings: tuple[Finding, ...]) -> None:
        """Print what is wrong with a text where a program's output is not in the way."""
        for found in findings:
            self.stderr.write(f"{name}:{found.line}: {found}")

    def _tables(self, played: list[Played]) -> None:
        for one in played:
            self.stdout.write(f"{one.scenario.code}  {one.scenario.title}")
            if one.note:
                self.stdout.write(f"  {one.note}")
            for outcome in one.outcomes:
                self._row(outcome)
            self.stdout.write(f"  {_score(one)}\n")
        total = {verdict: sum(one.score[verdict] for one in played) for verdict in Verdict}
        self.stdout.write(", ".join(f"{count} {verdict}" for verdict, count in total.items()))

    def _row(self, one: Outcome) -> None:
        about = f"{one.about}: " if one.about not in one.expected else ""
        got = f" (got: {one.got})" if one.got and one.got != one.expected else ""
        self.stdout.write(f"  {one.verdict:<10}  {one.kind:<10}  {about}{one.expected}{got}")
        if one.verdict is not Verdict.MET:
            self.stdout.write(f"  {'':<24}{one.reason}")


def _score(played: Played) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in played.score.items())


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8-sig")
    except UnicodeError:
        raise CommandError(f"'{name}' is not UTF-8 text.", returncode=UNREADABLE) from None
    except OSError:
        says = f"'{name}' is no file that can be read. Write a file, or 'default'."
        raise CommandError(says, returncode=UNREADABLE) from None
