"""The product as its users have it: real processes, a real port, a database of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from musterpoint.project import environment

SOURCE = environment.CHECKOUT / "src"
START_SECONDS = 30


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(kw_only=True)
class Product:
    """Processes on one database; all of them end with ``end``."""

    database_url: str
    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=_free_port)
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> str:
        """Run a command to its end and return what it printed; raises when it fails."""
        answer = subprocess.run(
            self._line(*command), env=self._environ(), capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, f"{command}: {answer.stdout}{answer.stderr}"
        return answer.stdout

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Start a command that stays, such as ``worker``."""
        process = subprocess.Popen(self._line(*command), env=self._environ())
        self.processes.append(process)
        return process

    def serve(self) -> str:
        """Start the web server and return its address once it answers."""
        web = self.start("serve", "--port", str(self.port))
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and web.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return self.address
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise AssertionError("the web server did not come up")

    def end(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(timeout=20)

    def _line(self, *command: str) -> list[str]:
        return [sys.executable, "-m", "musterpoint.project.launch", *command]

    def _environ(self) -> dict[str, str]:
        return {
            **os.environ,
            "PYTHONPATH": str(SOURCE),
            "MUSTERPOINT_DATA": str(self.data),
            "MUSTERPOINT_BASE_URL": self.address,
            environment.EMBEDDED_URL: self.database_url,
            **self.settings,
        }
