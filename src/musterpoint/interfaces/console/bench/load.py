"""Signed-in people who look at pages at a steady pace: `python -m …bench.load` in its own process.

Asks at fixed instants whatever the answers do, and counts each wait from the instant it was due, so
that a slow server cannot hide behind a patient asker. Prints one JSON line when its input ends.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.test import Client

from musterpoint.interfaces.console.bench.samples import in_ms

ASKERS = 24
PATIENCE = 20.0
OK = 200


@dataclass(slots=True)
class Askers:
    """Threads that share one row of instants."""

    ports: list[int]
    paths: list[str]
    cookie: str
    every: float
    waits: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    elsewhere: int = 0
    ending: threading.Event = field(default_factory=threading.Event)
    turns: Any = field(default_factory=count)
    began: float = field(default_factory=time.perf_counter)

    def ask(self) -> None:
        """Take turn after turn until the end."""
        servers = {
            port: http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            for port in self.ports
        }
        while not self.ending.is_set():
            turn = next(self.turns)
            due = self.began + turn * self.every
            if self.ending.wait(max(0.0, due - time.perf_counter())):
                break
            first = turn % len(self.ports)
            row = [servers[port] for port in self.ports[first:] + self.ports[:first]]
            self._ask_any(row, self.paths[turn // len(self.ports) % len(self.paths)])
            self.waits.append(time.perf_counter() - due)

    def _ask_any(self, servers: list[http.client.HTTPConnection], path: str) -> None:
        """Ask the first; where it is gone ask the next, as whoever spreads requests would."""
        for last, server in enumerate(servers, start=1 - len(servers)):
            try:
                status = _asked(server, path, self.cookie)
            except (OSError, http.client.HTTPException) as trouble:
                if last == 0:
                    self.errors.append(type(trouble).__name__)
                else:
                    self.elsewhere += 1
                continue
            if status != OK:
                self.errors.append(str(status))
            return


def _asked(server: http.client.HTTPConnection, path: str, cookie: str) -> int:
    """Ask once; on a kept connection that the server closed meanwhile, once more."""
    was_open = server.sock is not None
    try:
        server.request("GET", path, headers={"Cookie": cookie})
        answer = server.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        server.close()
        if was_open:
            return _asked(server, path, cookie)
        raise
    return answer.status


class Load:
    """The process, from outside."""

    def __init__(
        self, *, ports: list[int], paths: list[str], cookie: str, per_second: float
    ) -> None:
        asked = {"ports": ports, "paths": paths, "cookie": cookie, "every": 1 / per_second}
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, json.dumps(asked)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    def end(self) -> dict[str, Any]:
        """Stop and return what was measured."""
        said, _ = self._process.communicate()
        return dict(json.loads(said))


def cookie_of(person: Any) -> str:
    """Sign a person in and return the cookie that says so."""
    browser = Client(headers={"host": "localhost"})
    browser.force_login(person)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in browser.cookies.items())


def main(asked: dict[str, Any]) -> None:
    """Ask until the input ends, then say how it went."""
    askers = Askers(**asked)
    threads = [threading.Thread(target=askers.ask, daemon=True) for _ in range(ASKERS)]
    for thread in threads:
        thread.start()
    sys.stdin.read()
    askers.ending.set()
    seconds = time.perf_counter() - askers.began
    for thread in threads:
        thread.join(PATIENCE)
    said = {
        "requests": len(askers.waits),
        "per_second": round(len(askers.waits) / seconds, 1),
        **in_ms(askers.waits),
        "errors": len(askers.errors),
        "asked_of_another": askers.elsewhere,
        "first_errors": askers.errors[:3],
    }
    sys.stdout.write(json.dumps(said) + "\n")


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
