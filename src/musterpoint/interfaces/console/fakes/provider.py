"""A provider's process from the outside: start it, give it orders, read its journal, end it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

HERE = __package__


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A message that was handed over. ``taken`` is whether the provider kept it.

    ``same`` is what two tries at one message have in common.
    """

    at: float
    id: str
    to: str
    same: str
    taken: bool
    fault: int = 0


class Provider:
    """One fake in a process of its own. ``kind`` names its module: mail, web."""

    def __init__(self, kind: str, journal: Path) -> None:
        self._kind = kind
        self._journal = journal
        self._read = 0
        self._seen: list[Given] = []
        self._process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.start()

    def start(self) -> None:
        """Start it, or start it again on the port it had."""
        line = [sys.executable, "-m", f"{HERE}.{self._kind}", str(self._journal), str(self.port)]
        self._process = subprocess.Popen(
            line,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )
        self.port = int(_pipe(self._process.stdout).readline())

    def order(self, does: str, **how: Any) -> None:
        """Order how the next messages are treated; without ``count``, all from now on."""
        orders = _pipe(self._process.stdin if self._process else None)
        orders.write(json.dumps({"does": does, **how}).encode() + b"\n")
        orders.flush()

    def given(self) -> list[Given]:
        """Return everything that it was given so far, in order."""
        with self._journal.open("rb") as journal:
            journal.seek(self._read)
            for line in journal:
                if not line.endswith(b"\n"):
                    break
                self._read += len(line)
                self._seen.append(Given(**json.loads(line)))
        return self._seen

    def end(self) -> None:
        """End it; what it was given stays known."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                _pipe(pipe).close()
            self._process = None


def _pipe(found: IO[bytes] | None) -> IO[bytes]:
    if found is None:
        raise RuntimeError("The provider is not running.")
    return found
