"""`musterpoint document`: the strategy as PDF, Word, HTML, or a pack with its evidence."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from musterpoint.apps.reporting.strategy_evidence import NoSuchStrategy, Subject, subject
from musterpoint.apps.reporting.strategy_papers import paper
from musterpoint.domain.policy.papers import PaperForm
from musterpoint.interfaces import clock
from musterpoint.interfaces.console import policy_texts
from musterpoint.interfaces.console.policy_texts import NoSuchPolicy


class Command(BaseCommand):
    """Print one strategy into one file."""

    help = "Prints a version, a draft, a file or 'default' as a document."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("name", help="v3, draft:5, a file, or default")
        parser.add_argument(
            "--form", choices=[form.value for form in PaperForm], default=PaperForm.PDF.value
        )
        parser.add_argument("--out", type=Path, help="the file to write; a name is made without")

    def handle(self, *_args: Any, **options: Any) -> None:
        made = paper(
            _found(options["name"]),
            PaperForm(options["form"]),
            at=clock.now(),
            tell=lambda _done, _of, _piece: None,
        )
        place: Path = options["out"] or Path(made.name)
        try:
            place.write_bytes(made.content)
        except OSError as trouble:
            raise CommandError(f"{place} could not be written: {trouble.strerror}.") from None
        self.stdout.write(f"{place}: {len(made.content):,} bytes.")


def _found(name: str) -> Subject:
    """Return what is to be printed; a file and the shipped text have no record of their making."""
    try:
        named = policy_texts.find(name)
        if not named.is_text:
            return subject(named.name)
    except (NoSuchPolicy, NoSuchStrategy) as refusal:
        raise CommandError(str(refusal)) from refusal
    strategy = named.examined().strategy
    if strategy is None:
        raise CommandError(f"{named.name} has errors. See them: musterpoint policy check {name}")
    return Subject(name=Path(named.name).stem, text=named.text, strategy=strategy)
