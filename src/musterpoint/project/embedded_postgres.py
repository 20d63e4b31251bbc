"""Runs one private PostgreSQL for evaluation, small sites and tests.

The server listens on a socket in a private folder, never on the network, and outlives the command
that started it; ``stop`` ends it. It is alive when it answers; a process number proves nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from musterpoint.project import postgres_binaries, postgres_home, postgres_process
from musterpoint.project.postgres_binaries import Binaries
from musterpoint.project.postgres_home import Home

OWNER = "musterpoint"
DATABASE = "musterpoint"
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")
START_SECONDS = 60
STOP_SECONDS = 60
BUILTIN_LOCALE_SINCE = 17
# Without fsync a power cut loses the cluster, which a test does not mind.
FOR_TESTS = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class StartFailed(RuntimeError):
    """The embedded server did not come up; the message ends with what its log says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running embedded server and whether this call was the one that started it."""

    home: Home
    started: bool

    @property
    def url(self) -> str:
        return url_of(self.home)


def url_of(home: Home, *, database: str = DATABASE) -> str:
    """Return the address of ``database`` on the server of ``home``."""
    return f"postgresql:///{database}?{urlencode({'host': str(home.sockets), 'user': OWNER})}"


def ensure(data: Path, *, options: Sequence[str] = ()) -> Server:
    """Return the server of ``data``, made and started when needed. Safe against many at once."""
    home = postgres_home.of(data)
    with _locked(home):
        if is_live(home):
            return Server(home=home, started=False)
        binaries = _binaries_for(home)
        if not (home.cluster / "PG_VERSION").exists():
            _initialise(home, binaries)
        postgres_process.clear_the_way(home)
        _start(home, binaries, options)
        _create_database(home)
        return Server(home=home, started=True)


def stop(data: Path) -> bool:
    """Stop the server of ``data`` and wait for it. Return whether one was running."""
    home = postgres_home.of(data)
    with _locked(home):
        pid = postgres_process.running(home)
        if pid is None:
            return False
        os.kill(pid, signal.SIGINT)
        postgres_process.wait_for_end(pid, seconds=STOP_SECONDS)
        return True


def is_live(home: Home) -> bool:
    """Say whether the server answers a connection."""
    try:
        with psycopg.connect(url_of(home, database="postgres"), connect_timeout=3):
            return True
    except psycopg.OperationalError:
        return False


@contextlib.contextmanager
def _locked(home: Home) -> Iterator[None]:
    with home.lock_file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _binaries_for(home: Home) -> Binaries:
    version = home.cluster / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    return postgres_home.reachable(postgres_binaries.locate(major=major), home.runner)


def _initialise(home: Home, binaries: Binaries) -> None:
    locale = ["--locale=C.UTF-8"]
    if binaries.major >= BUILTIN_LOCALE_SINCE:
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    command = [binaries.program("initdb"), "-D", str(home.cluster), "-U", OWNER, "-E", "UTF8"]
    command += [*locale, "--auth-local=trust", "--auth-host=reject", "--no-instructions"]
    answer = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd="/", **_as_runner(home)
    )
    if answer.returncode != 0:
        raise StartFailed(f"initdb failed:\n{answer.stdout}{answer.stderr}")


def _start(home: Home, binaries: Binaries, options: Sequence[str]) -> None:
    """Start the server as its own session and wait until it answers.

    After a crash the children of the old server may hold its shared memory for a moment. Then the
    new one gives up at once and is tried again.
    """
    command = [binaries.program("postgres"), "-D", str(home.cluster), "-k", str(home.sockets)]
    command += ["-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"]
    deadline = time.monotonic() + START_SECONDS
    with home.log_file.open("a") as log:
        while time.monotonic() < deadline:
            server = subprocess.Popen(
                [*command, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **_as_runner(home),
            )
            while server.poll() is None and time.monotonic() < deadline:
                if is_live(home):
                    postgres_process.adopt(server)
                    return
                time.sleep(0.02)
            time.sleep(0.2)
    raise StartFailed(f"PostgreSQL did not start:\n{_tail(home.log_file)}")


def _create_database(home: Home) -> None:
    """Make the database; the extensions go into the template that all copies come from."""
    with psycopg.connect(url_of(home, database="template1"), autocommit=True) as connection:
        for extension in EXTENSIONS:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}".encode())
    with psycopg.connect(url_of(home, database="postgres"), autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(f"CREATE DATABASE {DATABASE}".encode())


def _as_runner(home: Home) -> postgres_process.As:
    if home.runner is None:
        return {}
    return {"user": home.runner.uid, "group": home.runner.gid, "extra_groups": []}


def _tail(log: Path, *, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
