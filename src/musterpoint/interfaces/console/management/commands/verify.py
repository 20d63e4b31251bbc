"""`musterpoint verify`: prove the ledger's chains, and the rows against the ledger."""

from __future__ import annotations

import argparse
import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from musterpoint.interfaces.console.progress import Progress
from musterpoint.usecases.verify_ledger import Verdict, verify_ledger


class Command(BaseCommand):
    """Run, print, and exit 1 when something is wrong."""

    help = "Verifies every ledger chain, every row against it, and every clock."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--stream", help="only this stream, such as incident:12")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        began, progress = time.perf_counter(), Progress("entries")
        verdict = verify_ledger(stream=options["stream"], progress=progress.show)
        progress.end()
        seconds = time.perf_counter() - began
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(verdict, seconds), indent=2))
        else:
            self._say(verdict, seconds)
        if verdict.bad is not None:
            sys.exit(1)

    def _say(self, verdict: Verdict, seconds: float) -> None:
        if verdict.bad is not None:
            self.stdout.write(f"Not as it was recorded: {verdict.bad}")
            return
        self.stdout.write(
            f"All is as it was recorded: {verdict.entries:,} entries in"
            f" {verdict.streams:,} streams, {verdict.incidents:,} incidents"
            f" and {verdict.clocks:,} clocks, in {seconds:.1f} s."
        )


def _as_json(verdict: Verdict, seconds: float) -> dict[str, Any]:
    bad = verdict.bad
    return {
        "ok": bad is None,
        "streams": verdict.streams,
        "entries": verdict.entries,
        "incidents": verdict.incidents,
        "clocks": verdict.clocks,
        "seconds": round(seconds, 2),
        "bad": None if bad is None else {"stream": bad.stream, "seq": bad.seq, "says": bad.says},
    }
