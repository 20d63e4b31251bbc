"""Everything a run of chaos stands on: server, proxy, mail server, and the product's processes.

A process that dies is started again, as any keeper of services would do.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings as product
from django.core.management import call_command
from django.db import connection

from musterpoint.apps.policies import queries as policies
from musterpoint.domain.policy.spans import parse_span, span_text
from musterpoint.interfaces.console import policy_texts
from musterpoint.interfaces.console.bench.scratch import free_port
from musterpoint.interfaces.console.chaos import skewed
from musterpoint.interfaces.console.chaos.plan import WEBS, WORKERS
from musterpoint.interfaces.console.chaos.postgres import NAME, Postgres
from musterpoint.interfaces.console.chaos.proxy import Proxy
from musterpoint.interfaces.console.fakes.provider import Provider
from musterpoint.interfaces.console.fakes.web import TOKEN

PATIENCE = 3
FASTER = 150
_WAIT = re.compile(r"^(\s+(?:after|fallback_after|P\d): )([\d][\w ]*)$", re.MULTILINE)
UP_SECONDS = 60.0
GLANCE = 0.1
END_SECONDS = 20.0


class Kept:
    """One process of the product that is started again whenever it ends."""

    def __init__(self, name: str, line: list[str], environ: dict[str, str], log: Path) -> None:
        self.name = name
        self._line = line
        self._environ = environ
        self._log = log
        self.starts = 0
        self.is_wanted = True
        self.process: subprocess.Popen[bytes] = self._start()

    def keep(self) -> bool:
        """Start it again if it has ended; return whether it had."""
        if not self.is_wanted or self.process.poll() is None:
            return False
        self.process = self._start()
        return True

    def _start(self) -> subprocess.Popen[bytes]:
        self.starts += 1
        with self._log.open("ab") as log:
            return subprocess.Popen(self._line, env=self._environ, stdout=log, stderr=log)


class Stage:
    """The running product, with a door of the proxy for each of its processes."""

    def __init__(self, folder: Path, *, harness: str = skewed.__name__) -> None:
        self.folder = folder
        self._harness = harness
        self.postgres = Postgres(folder)
        self.proxy = Proxy(str(Path(self.postgres.sockets) / ".s.PGSQL.5432"))
        self.providers = {
            "mail": Provider("mail", folder / "mail.journal"),
            "text": Provider("web", folder / "text.journal"),
            "hook": Provider("web", folder / "hook.journal"),
        }
        self.ports = {name: free_port() for name in WEBS}
        self.kept: dict[str, Kept] = {}
        self._ending = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start all processes and wait until they work."""
        for name in WORKERS:
            self._start(name, "worker")
        for name, port in self.ports.items():
            self._start(name, "serve", "--port", str(port))
        self._keeper.start()
        for name in WEBS:
            self.wait_for_web(name)
        until = time.monotonic() + UP_SECONDS
        beats = "SELECT count(*) FROM timers_beat"
        while self.postgres.look(beats)[0][0] < len(WORKERS) and time.monotonic() < until:
            time.sleep(GLANCE)

    @property
    def hooks(self) -> str:
        """Where this stage's webhooks are."""
        return f"http://127.0.0.1:{self.providers['hook'].port}/hooks"

    def kill(self, name: str) -> None:
        """Kill -9 a process, and keep it away."""
        self.kept[name].is_wanted = False
        self.kept[name].process.kill()
        self.kept[name].process.wait()

    def let(self, name: str) -> None:
        """Let a process that was kept away come back."""
        self.kept[name].is_wanted = True

    def skew(self, name: str) -> Path:
        """Return the file that says by how many seconds a process's clock is wrong."""
        return self.folder / f"{name}.skew"

    def answers(self, name: str) -> bool:
        """Say whether a web process answers."""
        try:
            port = self.ports[name]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            return False

    def wait_for_web(self, name: str) -> None:
        """Wait until a web process answers."""
        until = time.monotonic() + UP_SECONDS
        while not self.answers(name):
            if time.monotonic() > until:
                raise RuntimeError(f"{name} does not answer; see {self.folder / name}.log")
            time.sleep(GLANCE)

    def end(self) -> None:
        """End everything, the server last."""
        self._ending.set()
        if self._keeper.is_alive():
            self._keeper.join(5)
        for kept in self.kept.values():
            kept.process.terminate()
        for kept in self.kept.values():
            try:
                kept.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                kept.process.kill()
                kept.process.wait()
        for provider in self.providers.values():
            provider.end()
        self.proxy.end()
        self.postgres.end()

    def _start(self, name: str, *command: str) -> None:
        door = self.proxy.open(name)
        line = [sys.executable, "-m", self._harness, str(self.skew(name)), *command]
        environ = {each: said for each, said in os.environ.items() if each != "DATABASE_URL"}
        environ |= {
            "PYTHONPATH": os.pathsep.join(sys.path),
            "MUSTERPOINT_DATA": str(self.folder),
            "MUSTERPOINT_SECRET_KEY": product.SECRET_KEY,
            "MUSTERPOINT_MASTER_KEY": product.MASTER_KEY,
            "MUSTERPOINT_EMBEDDED_URL": self.postgres.through(door.port),
            "MUSTERPOINT_BASE_URL": f"http://127.0.0.1:{self.ports[WEBS[0]]}",
            **self._providers(),
        }
        self.kept[name] = Kept(name, line, environ, self.folder / f"{name}.log")
        door.pid = self.kept[name].process.pid

    def _providers(self) -> dict[str, str]:
        """Return the settings that lead to the providers of this stage and to no others."""
        return {
            "EMAIL_URL": f"smtp://127.0.0.1:{self.providers['mail'].port}/?patience={PATIENCE}",
            "MUSTERPOINT_TWILIO_URL": f"http://127.0.0.1:{self.providers['text'].port}",
            "MUSTERPOINT_TWILIO_SID": "AC0",
            "MUSTERPOINT_TWILIO_TOKEN": TOKEN,
            "MUSTERPOINT_TWILIO_FROM": "+441632960000",
            "MUSTERPOINT_ALLOW_PRIVATE_WEBHOOKS": "1",
        }

    def _keep(self) -> None:
        while not self._ending.wait(GLANCE):
            for name, kept in self.kept.items():
                if kept.keep():
                    self.proxy.doors[name].pid = kept.process.pid


@contextmanager
def stage(**how: Any) -> Iterator[Stage]:
    """Make a stage on a throwaway folder, and point this process's own connection at it."""
    settings = connection.settings_dict
    usual = {name: settings[name] for name in ("HOST", "PORT", "NAME", "USER", "PASSWORD")}
    with tempfile.TemporaryDirectory(prefix="musterpoint-chaos-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # for root the server runs as another, who must get in
        here = Stage(folder, **how)
        connection.close()
        own = {"HOST": here.postgres.sockets, "PORT": "", "NAME": NAME, "USER": NAME}
        settings.update({**own, "PASSWORD": ""})
        policies.get.cache_clear()
        try:
            _publish(folder)
            yield here
        finally:
            connection.close()
            here.end()
            settings.update(usual)
            policies.get.cache_clear()


def _publish(folder: Path) -> None:
    """Put the shipped strategy in force with paths that run in seconds in place of minutes."""
    file = folder / "strategy.yaml"
    file.write_text(quickened(policy_texts.default_text()), encoding="utf-8")
    call_command("policy", "publish", str(file), stdout=io.StringIO())


def quickened(text: str) -> str:
    """Return a strategy whose paths take a hundred and fiftieth of their time."""
    before, head, rest = text.partition("\npaths:\n")
    end = re.search(r"^\w", rest, re.MULTILINE)
    paths, after = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    return before + head + _WAIT.sub(_quicker, paths) + after


def _quicker(found: re.Match[str]) -> str:
    span = parse_span(found[2])
    return found[1] + span_text(timedelta(seconds=round(span / FASTER / timedelta(seconds=1))))
