"""Starts a command of the product whose clock is wrong by what a file says, in seconds.

`python -m …chaos.skewed FILE COMMAND …`. The product is not changed: the one place that asks what
time it is, is asked through here.
"""

from __future__ import annotations

import runpy
import sys
from datetime import datetime, timedelta
from pathlib import Path

from musterpoint.interfaces import clock

LAUNCH = "musterpoint.project.launch"


def skew(file: Path) -> None:
    """From now on the clock is off by the number in ``file``; no file is no number."""
    right = clock.now

    def now() -> datetime:
        try:
            return right() + timedelta(seconds=float(file.read_text() or 0))
        except (FileNotFoundError, ValueError):
            return right()

    clock.now = now


def main() -> None:
    """Skew, then become the command."""
    skew(Path(sys.argv[1]))
    sys.argv = [LAUNCH, *sys.argv[2:]]
    runpy.run_module(LAUNCH, run_name="__main__")


if __name__ == "__main__":
    main()
