"""`musterpoint policy`: check, keep, compare, write out and publish the strategy."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.policies import agreement, drafts, queries
from musterpoint.domain.authority import system
from musterpoint.domain.policy.comparing import differences
from musterpoint.domain.policy.diff import diff
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding, errors
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import policy_texts
from musterpoint.interfaces.console.policy_texts import Named, NoSuchPolicy
from musterpoint.usecases.publish_policy import Published, StrategyHasErrors, publish_policy
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.start_draft import NotReadable, start_draft

BACK_TO = datetime(2000, 1, 1, tzinfo=UTC)
"""The shipped strategy reaches back, so that imported history can be judged by it."""
OPERATOR = system("console")


class Command(BaseCommand):
    """One small function per word."""

    help = "Checks, imports, exports, compares and publishes strategies."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        check = words.add_parser("check", help="print every finding with its line")
        check.add_argument("file")
        keep = words.add_parser("import", help="keep a file as a draft to write on")
        keep.add_argument("file")
        keep.add_argument("--note", default="")
        export = words.add_parser("export", help="write a version, a draft or 'default'")
        export.add_argument("name")
        export.add_argument("--out", type=Path)
        compare = words.add_parser("diff", help="what changed between two, clause by clause")
        compare.add_argument("old")
        compare.add_argument("new")
        compare.add_argument("--json", action="store_true", help="as JSON, with part and title")
        publish = words.add_parser("publish", help="publish a file, or 'default'")
        publish.add_argument("file")
        publish.add_argument("--note", default="")
        publish.add_argument("--from", dest="from_", metavar="ISO", help="in force from then on")
        words.add_parser("ensure", help="publish the shipped default when there is no version")
        words.add_parser("list", help="list drafts and versions")

    def handle(self, *_args: Any, **options: Any) -> None:
        acts: dict[str, Callable[[dict[str, Any]], None]] = {
            "check": self._check,
            "import": self._import,
            "export": self._export,
            "diff": self._diff,
            "publish": self._publish,
            "ensure": self._ensure,
            "list": self._list,
        }
        try:
            acts[options["word"]](options)
        except NoSuchPolicy as refusal:
            raise CommandError(str(refusal)) from refusal

    def _check(self, options: dict[str, Any]) -> None:
        named = policy_texts.find(options["file"])
        findings = named.examined().findings
        self._print(named, findings)
        if errors(findings):
            sys.exit(1)
        self.stdout.write(f"{named.name}: no errors, {len(findings)} warnings.")

    def _import(self, options: dict[str, Any]) -> None:
        named = policy_texts.find(options["file"])
        try:
            pk = start_draft(text=named.text, note=options["note"], by=OPERATOR, at=clock.now())
        except NotReadable as refusal:
            self._print(named, refusal.findings)
            raise CommandError("Not kept: some of this text would be lost.") from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        row = drafts.draft(pk)
        self.stdout.write(
            f"Kept as draft:{pk} with {row.errors} errors and {row.warnings} warnings."
            f" Write on at /strategy/drafts/{pk}/"
        )

    def _export(self, options: dict[str, Any]) -> None:
        text = policy_texts.find(options["name"]).text
        if options["out"] is None:
            self.stdout.write(text, ending="")
        else:
            options["out"].write_text(text, encoding="utf-8")

    def _diff(self, options: dict[str, Any]) -> None:
        old, new = (self._read(policy_texts.find(options[name])) for name in ("old", "new"))
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(old, new), ensure_ascii=False, indent=2))
            return
        changes = diff(old, new)
        for change in changes:
            self.stdout.write(str(change))
        if not changes:
            self.stdout.write("No difference.")

    def _publish(self, options: dict[str, Any]) -> None:
        named = policy_texts.find(options["file"])
        published = self._published(named, note=options["note"], from_=_instant(options["from_"]))
        self.stdout.write(
            f"Published as version {published.number}, in force from"
            f" {published.in_force_from:%Y-%m-%d %H:%M} UTC."
        )

    def _ensure(self, options: dict[str, Any]) -> None:
        if queries.newest_published() is not None:
            return
        published = self._published(
            policy_texts.find(policy_texts.DEFAULT),
            note="The strategy that ships with the product.",
            from_=BACK_TO,
        )
        if options["verbosity"]:
            self.stdout.write(f"Published the shipped strategy as version {published.number}.")

    def _list(self, _options: dict[str, Any]) -> None:
        for draft in drafts.listed():
            found = f"{draft.errors} errors, {draft.warnings} warnings"
            self.stdout.write(f"draft:{draft.pk}\t{draft.state}\t{draft.title}\t{found}")
        rows = queries.versions()
        agreed = agreement.agreed(row.pk for row in rows)
        for row in rows:
            since = f"in force from {row.in_force_from:%Y-%m-%d}" if row.in_force_from else "draft"
            number = f"v{row.number}" if row.number else f"draft {row.pk}"
            how = agreement.words_of_origin(row, is_agreed=row.pk in agreed)
            origin = how if row.number else "kept as a text"
            self.stdout.write(f"{number}\t{since}\t{row.title}\t{row.note}\t{origin}")

    def _published(self, named: Named, *, note: str, from_: datetime | None) -> Published:
        try:
            return publish_policy(
                text=named.text, note=note, in_force_from=from_, by=OPERATOR, at=clock.now()
            )
        except StrategyHasErrors as refusal:
            self._print(named, refusal.findings)
            raise CommandError("Not published: the strategy has errors.") from refusal
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _read(self, named: Named) -> Strategy:
        examined = named.as_written()
        if examined.strategy is None:
            self._print(named, errors(examined.findings))
            raise CommandError(f"{named.name} has errors.")
        return examined.strategy

    def _print(self, named: Named, findings: tuple[Finding, ...]) -> None:
        for found in findings:
            self.stdout.write(f"{named.name}:{found.line}: {found}")


def _as_json(old: Strategy, new: Strategy) -> list[dict[str, str]]:
    return [
        {
            "path": one.path,
            "part": one.part.code if one.part else "",
            "title": one.title,
            "kind": one.kind.value,
            "old": one.old,
            "new": one.new,
        }
        for one in differences(old, new)
    ]


def _instant(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"'{text}' is no ISO instant such as 2026-12-01T08:00Z.") from None
    return at if at.tzinfo else at.replace(tzinfo=UTC)
