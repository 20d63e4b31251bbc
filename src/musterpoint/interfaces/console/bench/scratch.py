"""A database of its own for one measure, beside the product's, and processes that run on it.

The product's own data is never touched: the connection is pointed elsewhere until the end.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from musterpoint.apps.policies import queries as policies

EMBEDDED_URL = "MUSTERPOINT_EMBEDDED_URL"
START_SECONDS = 30.0
END_SECONDS = 20.0


@dataclass(slots=True)
class Scratch:
    """The address of the database and the processes started on it."""

    url: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, *command: str, **environ: str) -> subprocess.Popen[bytes]:
        """Start a command of the product that stays, such as ``worker``."""
        line = [sys.executable, "-m", "musterpoint.project.launch", *command]
        process = subprocess.Popen(
            line,
            env={**self.environ(), **environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def serve(self) -> tuple[subprocess.Popen[bytes], int, float]:
        """Start the web server; return it, its port, and the seconds until it answered."""
        port = free_port()
        began = time.perf_counter()
        web = self.start(
            "serve", "--port", str(port), MUSTERPOINT_BASE_URL=f"http://127.0.0.1:{port}"
        )
        while time.perf_counter() - began < START_SECONDS and web.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                    return web, port, time.perf_counter() - began
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)
        raise RuntimeError("The web server did not come up.")

    def environ(self) -> dict[str, str]:
        """Return the environment of a process that uses this database."""
        left = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        return {**left, EMBEDDED_URL: self.url, "PYTHONPATH": os.pathsep.join(sys.path)}

    def end(self) -> None:
        """End every process."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextlib.contextmanager
def scratch(name: str) -> Iterator[Scratch]:
    """Make a migrated database with the shipped strategy, and drop it at the end."""
    settings = connection.settings_dict
    usual, own = settings["NAME"], f"musterpoint_bench_{name}_{os.getpid()}"
    _on_server(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
    connection.close()
    settings["NAME"] = own
    policies.get.cache_clear()
    here = Scratch(url=_url(settings))
    try:
        _make_extensions()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("policy", "ensure", verbosity=0)
        yield here
    finally:
        here.end()
        connection.close()
        settings["NAME"] = usual
        policies.get.cache_clear()
        _on_server(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(own)))


def rows(statement: str, values: Any = None) -> list[tuple[Any, ...]]:
    """Run a statement on the scratch database and return what it gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall()) if cursor.description else []


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _on_server(statement: sql.Composed) -> None:
    with psycopg.connect(_url(connection.settings_dict), autocommit=True) as server:
        server.execute(statement)


def _make_extensions() -> None:
    for extension in ("pg_trgm", "unaccent", "btree_gin"):
        rows(f'CREATE EXTENSION IF NOT EXISTS "{extension}"')


def _url(settings: dict[str, Any]) -> str:
    """Return the address of the database that Django's settings name."""
    known = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    known |= {"password": settings["PASSWORD"]} | settings.get("OPTIONS", {})
    query = urlencode({name: str(value) for name, value in known.items() if value})
    return f"postgresql:///{quote(settings['NAME'])}?{query}"
