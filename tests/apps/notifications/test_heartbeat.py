"""The outside heartbeat is one plain GET, and every failure of it has a name."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from musterpoint.apps.notifications.channels import Refused, Undelivered
from musterpoint.apps.notifications.channels.heartbeat import ping


@contextmanager
def listening(status: int) -> Iterator[tuple[str, list[str]]]:
    calls: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/beat", calls
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_it_calls_the_address_once() -> None:
    with listening(200) as (url, calls):
        assert ping(url) == 200

    assert calls == ["/beat"]


def test_an_error_there_is_named() -> None:
    with listening(500) as (url, _calls), pytest.raises(Undelivered, match="HTTP Error 500"):
        ping(url)


def test_nobody_there_is_named() -> None:
    with listening(200) as (url, _calls):
        pass

    with pytest.raises(Undelivered, match="Connection refused"):
        ping(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://a.example/", "", "beat"])
def test_only_web_addresses_are_called(url: str) -> None:
    with pytest.raises(Refused):
        ping(url)
