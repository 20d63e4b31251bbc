"""`musterpoint redact`: take the personal data out of texts, a text a line."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand

from musterpoint.domain.personal_data import redacted, spans


class Command(BaseCommand):
    """Answer every line with a line, whatever it holds. Needs no database and keeps nothing."""

    help = "Takes personal data out of standard input: a text a line, as screening does."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="the text and what was found where")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read bytes: only a line feed ends a text, and what is no UTF-8 is no reason to stop."""
        for line in sys.stdin.buffer:
            text = line.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8", "replace")
            found = spans(text)
            clean = redacted(text, found)
            if not options["json"]:
                self.stdout.write(clean)
                continue
            said = [
                {
                    "start": span.start,
                    "end": span.end,
                    "kind": span.kind,
                    "treatment": span.treatment,
                }
                for span in found
            ]
            self.stdout.write(json.dumps({"text": clean, "spans": said}))
        self.stdout.flush()
