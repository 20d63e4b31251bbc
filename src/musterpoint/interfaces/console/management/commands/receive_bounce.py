"""`musterpoint receive_bounce`: take in one report of a mail server from standard input."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from musterpoint.apps.notifications.channels.email.bounces import LONGEST_READ, NotAReport
from musterpoint.interfaces import clock
from musterpoint.usecases.receive_bounce import receive_bounce

TRY_AGAIN = 75  # sysexits.h, EX_TEMPFAIL: the mail server keeps the mail and calls again


class Command(BaseCommand):
    """Read one mail and say what it was. It never answers a mail."""

    help = "Takes in one report of a mail server (RFC 3464), as a raw mail on standard input."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Exit 0 also for what is no report: an error would be sent back to its sender."""
        raw = sys.stdin.buffer.read(LONGEST_READ)
        try:
            report = receive_bounce(raw, at=clock.now())
        except NotAReport as refusal:
            self.stdout.write(f"ignored: {refusal}")
        except DatabaseError as trouble:
            self.stderr.write(f"not now: {type(trouble).__name__}")
            sys.exit(TRY_AGAIN)
        else:
            self.stdout.write(f"{report.fate}: {report.says}")
