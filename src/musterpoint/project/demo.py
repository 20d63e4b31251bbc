"""`musterpoint demo`: one command from nothing to a living contact centre in the browser."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from musterpoint.interfaces.console.sample import centre as sample
from musterpoint.project import embedded_postgres, environment, launch

HOST = "127.0.0.1"
RESTART_SECONDS = 1.0
STOP_SECONDS = 10


def run(arguments: list[str]) -> int:
    """Set everything up, serve until a signal, and take down what was set up."""
    parser = argparse.ArgumentParser(prog="musterpoint demo", description="Open a sample centre.")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, help="where the sample centre is kept")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    options = parser.parse_args(arguments)
    address = f"http://{HOST}:{options.port}"
    _prepare_environment(address, options.data)
    signal.signal(signal.SIGTERM, _leave)
    if not _is_free(options.port):
        print(
            f"musterpoint demo: port {options.port} is taken; choose one by --port.",
            file=sys.stderr,
        )
        return launch.REFUSED
    with contextlib.suppress(KeyboardInterrupt), _database():
        # In a process of its own, so that the one that serves stays small.
        program = f"from {__name__} import seed; seed()"
        if subprocess.call([sys.executable, "-c", program]) != 0:
            return 1
        with _worker():
            print(f"\nMusterpoint is at {address} (Ctrl-C ends it)", flush=True)
            if options.data is not None:
                data = os.environ["MUSTERPOINT_DATA"]
                print(f"Other commands find this centre by MUSTERPOINT_DATA={data}", flush=True)
            if not options.no_browser:
                threading.Timer(1.0, webbrowser.open, [address]).start()
            launch.serve(host=HOST, port=options.port)
    return 0


def seed() -> None:
    """Bring the database up to date and fill it, unless that was done before."""
    launch.set_up_django(migrate=True)
    from django.core.management import call_command  # noqa: PLC0415  # needs the settings

    call_command("policy", "ensure")
    call_command("sample_centre")


def _prepare_environment(address: str, data: Path | None) -> None:
    """The demo always uses its own database, whatever the environment says."""
    for name in ("DATABASE_URL", "MUSTERPOINT_ALLOWED_HOSTS", environment.EMBEDDED_URL):
        os.environ.pop(name, None)
    os.environ["MUSTERPOINT_BASE_URL"] = address
    os.environ["SAMPLE_CENTRE_PASSWORD"] = sample.PASSWORD  # the sign-in page offers it here only
    if data is not None:
        os.environ["MUSTERPOINT_DATA"] = str(data.absolute())


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def _database() -> Iterator[None]:
    """Hold the embedded server, and stop it at the end when it was started here."""
    server = launch.ensure_database()
    try:
        yield
    finally:
        if server is not None and server.started:
            embedded_postgres.stop(environment.data_folder())


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    """Keep one worker process alive beside the web server."""
    ending = threading.Event()
    keeper = threading.Thread(target=_keep_alive, args=[ending], name="worker-keeper")
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join()


def _keep_alive(ending: threading.Event) -> None:
    command = [sys.executable, "-m", "musterpoint.project.launch", "worker"]
    while not ending.is_set():
        worker = subprocess.Popen(command)
        while worker.poll() is None and not ending.wait(0.2):
            pass
        if not ending.is_set():
            print("The worker ended; it is started again.", file=sys.stderr)
            ending.wait(RESTART_SECONDS)
            continue
        worker.terminate()
        try:
            worker.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
