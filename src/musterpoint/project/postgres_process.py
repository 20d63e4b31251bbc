"""Which process is the embedded server, and what to do with the notes of a dead one.

A process number proves nothing by itself: it may belong to a corpse that nobody buried, or after a
power cut to somebody else. So the command line is compared too.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import TypedDict

from musterpoint.project.postgres_home import SOCKET_NAME, Home

NO_SUCH_PID = 99_999_999  # above the highest number that any kernel gives out

_children: dict[int, subprocess.Popen[bytes]] = {}


class As(TypedDict, total=False):
    """The arguments of Popen that make it another user's process."""

    user: int
    group: int
    extra_groups: list[int]


class WillNotStop(RuntimeError):
    """The server is still there after the time allowed."""


def adopt(server: subprocess.Popen[bytes]) -> None:
    """Remember a child, so that it is buried when it ends and never warned about."""
    _children[server.pid] = server


def running(home: Home) -> int | None:
    """Return the process number of the server on this cluster, or None when it is not running."""
    pid = _noted_pid(home)
    if pid is None or not _is_server(pid, home.cluster):
        return None
    return pid


def clear_the_way(home: Home) -> None:
    """Prepare a start where nothing answers: end a deaf server, and defuse stale notes.

    The note's other lines stay: by them PostgreSQL finds out whether shared memory is still in use.
    """
    pid = running(home)
    if pid is not None:
        os.kill(pid, signal.SIGINT)
        wait_for_end(pid, seconds=30)
        return
    for corpse in [pid for pid, child in _children.items() if child.poll() is not None]:
        _bury(corpse)
    note = home.cluster / "postmaster.pid"
    (home.sockets / f"{SOCKET_NAME}.lock").unlink(missing_ok=True)
    with contextlib.suppress(FileNotFoundError):
        lines = note.read_text().splitlines()
        note.write_text("\n".join([str(NO_SUCH_PID), *lines[1:], ""]))


def wait_for_end(pid: int, *, seconds: float) -> None:
    """Return once the process is gone or is only a corpse, or raise WillNotStop."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _is_alive(pid):
            _bury(pid)
            return
        time.sleep(0.02)
    raise WillNotStop(f"PostgreSQL (process {pid}) did not stop within {seconds:g} seconds.")


def _bury(pid: int) -> None:
    child = _children.pop(pid, None)
    if child is not None:
        child.wait()


def _noted_pid(home: Home) -> int | None:
    try:
        return int((home.cluster / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_alive(pid: int) -> bool:
    state, _ = _describe(pid)
    return state not in {"", "Z", "X"}


def _is_server(pid: int, cluster: Path) -> bool:
    state, command = _describe(pid)
    return state not in {"", "Z", "X"} and str(cluster) in command


def _describe(pid: int) -> tuple[str, str]:
    """Return the state letter and the command line; empty when there is no such process."""
    folder = Path(f"/proc/{pid}")
    if Path("/proc/self/stat").exists():
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            return state, (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            return "", ""
    answer = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    state, _, command = answer.stdout.strip().partition(" ")
    return state[:1], command
