"""The embedded server is private, found again, and comes back after every kind of death."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from musterpoint.project import embedded_postgres, postgres_home, postgres_process

FOR_TESTS = embedded_postgres.FOR_TESTS


@pytest.fixture
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="musterpoint-server-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        embedded_postgres.stop(folder)


def start(data: Path) -> embedded_postgres.Server:
    return embedded_postgres.ensure(data, options=FOR_TESTS)


def write(server: embedded_postgres.Server, words: str) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (words text)")
        connection.execute("INSERT INTO kept VALUES (%s)", [words])


def read(server: embedded_postgres.Server) -> list[str]:
    with psycopg.connect(server.url) as connection:
        return [words for (words,) in connection.execute("SELECT words FROM kept ORDER BY words")]


def server_pid(data: Path) -> int:
    pid = postgres_process.running(postgres_home.of(data))
    assert pid is not None
    return pid


def test_the_first_call_starts_it_and_the_next_finds_it(data: Path) -> None:
    first = start(data)
    second = start(data)

    assert first.started
    assert not second.started
    assert first.url == second.url


def test_the_database_has_every_extension(data: Path) -> None:
    with psycopg.connect(start(data).url) as connection:
        names = {name for (name,) in connection.execute("SELECT extname FROM pg_extension")}

    assert names >= set(embedded_postgres.EXTENSIONS)


def test_nothing_listens_on_the_network_and_nobody_else_gets_in(data: Path) -> None:
    server = start(data)

    with psycopg.connect(server.url) as connection:
        listening = connection.execute("SHOW listen_addresses").fetchone()

    assert listening == ("",)
    for folder in (server.home.sockets, server.home.cluster):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_stop_waits_and_says_whether_one_was_running(data: Path) -> None:
    server = start(data)

    assert embedded_postgres.stop(data) is True
    assert embedded_postgres.stop(data) is False
    assert not embedded_postgres.is_live(server.home)


def test_what_was_written_is_there_after_a_kill(data: Path) -> None:
    server = embedded_postgres.ensure(data)  # as in earnest: each commit is on the disk
    write(server, "before")
    os.kill(server_pid(data), signal.SIGKILL)

    again = start(data)

    assert again.started
    assert read(again) == ["before"]


def test_a_note_whose_number_now_belongs_to_somebody_else_is_no_obstacle(data: Path) -> None:
    server = start(data)
    write(server, "before")
    note = server.home.cluster / "postmaster.pid"
    lines = note.read_text().splitlines()
    embedded_postgres.stop(data)
    note.write_text("\n".join([str(os.getpid()), *lines[1:], ""]))

    again = start(data)

    assert again.started
    assert read(again) == ["before"]


def test_a_server_whose_socket_was_swept_away_is_started_again(data: Path) -> None:
    server = start(data)
    first = server_pid(data)
    (server.home.sockets / postgres_home.SOCKET_NAME).unlink()

    again = start(data)

    assert again.started
    assert server_pid(data) != first


def test_six_at_once_share_one_server(data: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from musterpoint.project import embedded_postgres as e\n"
        "print(e.ensure(pathlib.Path(sys.argv[1]), options=e.FOR_TESTS).started)\n"
    )
    source = str(Path(embedded_postgres.__file__).parents[2])
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(data)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": source},
        )
        for _ in range(6)
    ]

    said = sorted(starter.communicate()[0].strip() for starter in starters)

    assert said == ["False"] * 5 + ["True"]


def test_it_outlives_the_process_that_started_it(data: Path) -> None:
    program = (
        "import sys, pathlib\n"
        "from musterpoint.project import embedded_postgres as e\n"
        "e.ensure(pathlib.Path(sys.argv[1]), options=e.FOR_TESTS)\n"
    )
    source = str(Path(embedded_postgres.__file__).parents[2])
    subprocess.run(
        [sys.executable, "-c", program, str(data)],
        check=True,
        env={**os.environ, "PYTHONPATH": source},
    )

    assert start(data).started is False


def test_a_long_path_gets_a_short_socket_folder(data: Path) -> None:
    deep = data / ("a-rather-long-folder-name-" * 5)

    server = start(deep)

    try:
        socket = server.home.sockets / postgres_home.SOCKET_NAME
        assert len(os.fsencode(socket)) <= postgres_home.SOCKET_PATH_LIMIT
        assert embedded_postgres.is_live(server.home)
    finally:
        embedded_postgres.stop(deep)
        server.home.sockets.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as another user")
def test_as_root_a_private_folder_is_left_private(data: Path) -> None:
    private = data / "private"
    private.mkdir(mode=0o700)

    server = start(private)

    try:
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert server.home.cluster.is_relative_to(postgres_home.SHARED_STATE)
        assert server.home.cluster.stat().st_uid not in {0, os.getuid()}
        assert start(private).started is False
    finally:
        embedded_postgres.stop(private)
        subprocess.run(["rm", "-rf", str(server.home.cluster.parent)], check=True)
