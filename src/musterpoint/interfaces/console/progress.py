"""A progress bar on a terminal, and silence everywhere else."""

from __future__ import annotations

import sys
from typing import TextIO

WIDTH = 30
STEP = 500


class Progress:
    """Shows how many of how many are done, on one line of its own."""

    def __init__(self, what: str, *, out: TextIO | None = None) -> None:
        self.what = what
        self._out = out or sys.stderr
        self._shows = self._out.isatty()
        self._last = -STEP

    def show(self, done: int, of: int | None = None) -> None:
        """Show ``done``; the bar needs to know ``of`` how many."""
        if not self._shows or (done - self._last < STEP and done != of):
            return
        self._last = done
        if of:
            filled = WIDTH * done // of
            bar = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {100 * done // of:3d} %"
            self._out.write(f"\r{bar}  {done:,} of {of:,} {self.what}\033[K")
        else:
            self._out.write(f"\r{done:,} {self.what} read\033[K")
        self._out.flush()

    def end(self) -> None:
        """Leave the line clean for what is printed next."""
        if self._shows:
            self._out.write("\r\033[K")
            self._out.flush()
