"""A PostgreSQL of the harness's own, from outside: kill all of it, starve its disk, start it again.

The product makes the cluster as it always does; from then on the harness is its keeper.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from musterpoint.interfaces import clock

START_SECONDS = 60.0
SETTLING = 0.3
SOCKET_LINE = 4
NAME = "musterpoint"
NOTE = "postmaster.pid"


class Postgres:
    """One server. ``look`` asks it directly, past every fault of the proxy."""

    def __init__(self, data: Path) -> None:
        environ = {name: said for name, said in os.environ.items() if name != "DATABASE_URL"}
        environ.pop("MUSTERPOINT_EMBEDDED_URL", None)
        environ |= {"MUSTERPOINT_DATA": str(data), "PYTHONPATH": os.pathsep.join(sys.path)}
        line = [sys.executable, "-m", "musterpoint.project.launch", "migrate"]
        subprocess.run(line, env=environ, check=True, stdout=subprocess.DEVNULL)
        self._cluster = _cluster_of(data)
        note = (self._cluster / NOTE).read_text().splitlines()
        self.sockets = note[SOCKET_LINE]
        self._line, self._owner = _known(int(note[0]))
        self._log = data / "postgres.log"
        self._server: subprocess.Popen[bytes] | None = None
        os.kill(int(note[0]), signal.SIGINT)
        _wait_until_gone([int(note[0])])
        self.start()

    @property
    def url(self) -> str:
        return f"postgresql:///{NAME}?host={self.sockets}&user={NAME}"

    def through(self, port: int) -> str:
        """Return the address that leads through a door of the proxy."""
        where = f"host=127.0.0.1&port={port}&user={NAME}"
        return f"postgresql:///{NAME}?{where}&sslmode=disable&gssencmode=disable"

    def look(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the server; raises psycopg.OperationalError while it is away."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            return connection.execute(statement.encode(), values or None).fetchall()

    def start(self) -> None:
        """Start it and wait until it answers."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with self._log.open("ab") as log:
                self._server = subprocess.Popen(
                    self._line, cwd="/", stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                    start_new_session=True, **self._as_owner(),
                )  # fmt: skip
            while self._server.poll() is None and time.monotonic() < until:
                if self.answers():
                    return
                time.sleep(0.02)
            time.sleep(0.2)
        raise RuntimeError(f"PostgreSQL did not start again: {self._log}")

    def answers(self) -> bool:
        """Say whether it takes statements."""
        with contextlib.suppress(psycopg.Error):
            return bool(self.look("SELECT 1"))
        return False

    def kill(self) -> float:
        """Kill -9 the server and all its processes; return when."""
        pids = self._pids()
        at = clock.now().timestamp()
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if self._server is not None:
            self._server.wait()
        _wait_until_gone(pids)
        return at

    @contextlib.contextmanager
    def full_disk(self, *, room: int) -> Iterator[float]:
        """Let no process of it write a file beyond ``room`` bytes, as if the disk were full."""
        self._limit(str(room))
        try:
            yield clock.now().timestamp()
        finally:
            self._limit("unlimited")
            time.sleep(SETTLING)
            self._limit("unlimited")  # for what was begun while the first look was taken

    def ensure(self) -> None:
        """Wait until it answers, and goes on answering; start it when it has given up."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self._server is None or self._server.poll() is not None:
                self.start()
            if self.answers():
                time.sleep(SETTLING)
                if self.answers():
                    return
            time.sleep(0.05)

    def end(self) -> None:
        """End it at once; nothing of it is kept."""
        self.kill()

    def _pids(self) -> list[int]:
        if self._server is None or self._server.poll() is not None:
            return []
        pid = self._server.pid
        children: list[int] = []
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                children += [int(child) for child in path.read_text().split()]
        return [pid, *children]

    def _limit(self, room: str) -> None:
        """Limit the files of all its processes, as their owner: nobody else may."""
        line = ["prlimit", f"--fsize={room}:", "--pid"]
        refused = 0
        for pid in self._pids():
            answer = subprocess.run(
                [*line, str(pid)], check=False, stderr=subprocess.DEVNULL, **self._as_owner()
            )
            refused += answer.returncode != 0 and _is_there(pid)
        if refused:
            raise RuntimeError("The disk could not be made full: prlimit was refused.")

    def _as_owner(self) -> dict[str, Any]:
        uid, gid = self._owner
        return {} if uid == os.geteuid() else {"user": uid, "group": gid, "extra_groups": []}


def _cluster_of(data: Path) -> Path:
    """Find the cluster: in the data folder, or where its note says."""
    if (data / "postgres" / NOTE).exists():
        return data / "postgres"
    name = (data / "cluster-id").read_text().strip()
    return Path("/var/lib/musterpoint") / name / "postgres"


def _known(pid: int) -> tuple[list[str], tuple[int, int]]:
    """Return how a process was started and whose it is."""
    line = Path(f"/proc/{pid}/cmdline").read_bytes().rstrip(b"\0").decode().split("\0")
    owner = Path(f"/proc/{pid}").stat()
    return line, (owner.st_uid, owner.st_gid)


def _wait_until_gone(pids: list[int]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and any(_is_there(pid) for pid in pids):
        time.sleep(0.01)


def _is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in {"Z", "X"}
