"""The bridge answers as Django's own test client does, and keeps its promises under bad luck."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client, override_settings
from django.urls import path

from musterpoint.project.wsgi_bridge import Message, WsgiBridge

LIMIT = 1000


def echo(request: HttpRequest, word: str) -> HttpResponse:
    response = JsonResponse(
        {
            "method": request.method,
            "path": request.path,
            "word": word,
            "query": request.META["QUERY_STRING"],
            "body": request.body.decode(),
            "content_type": request.content_type,
            "accept": request.headers.get("Accept", ""),
            "cookies": request.COOKIES,
        }
    )
    response.set_cookie("first", "1")
    response.set_cookie("second", "2")
    return response


def stream(_: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"one ", b"", b"two ", b"three"]), content_type="text/plain")


def empty(_: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [
    path("echo/<str:word>", echo),
    path("stream", stream),
    path("empty", empty),
]


@dataclass
class Heard:
    """What a client heard, part by part."""

    messages: list[Message] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        return list(self.messages[0]["headers"])

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.messages[1:])

    @property
    def parts(self) -> list[bytes]:
        return [message["body"] for message in self.messages[1:] if message.get("body")]


def scope(method: str, path: str, *headers: tuple[bytes, bytes], query: bytes = b"") -> Any:
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "root_path": "",
        "query_string": query,
        "headers": [(b"host", b"testserver"), *headers],
        "client": ("192.0.2.7", 4711),
        "server": ("testserver", 80),
    }


def ask(
    application: Callable[..., Iterable[bytes]],
    asked: dict[str, Any],
    *chunks: bytes,
    leave: asyncio.Event | None = None,
) -> Heard:
    """Send one request through a bridge of its own and return what came back."""
    heard = Heard()

    async def conversation() -> None:
        bridge = WsgiBridge(application, body_limit=LIMIT, threads=2)
        sent = list(chunks or (b"",))

        async def receive() -> Message:
            if sent:
                chunk = sent.pop(0)
                return {"type": "http.request", "body": chunk, "more_body": bool(sent)}
            await (leave or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            heard.messages.append(message)
            if leave is not None and message["type"] == "http.response.body":
                leave.set()
                await asyncio.sleep(0)

        try:
            await bridge(asked, receive, send)
        finally:
            await asyncio.to_thread(bridge.close, lambda: None)

    run(conversation())
    return heard


def run(conversation: Coroutine[Any, Any, None]) -> None:
    asyncio.run(conversation)


@pytest.fixture
def django_application() -> Iterator[Callable[..., Iterable[bytes]]]:
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield get_wsgi_application()


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/echo/hello", b""),
        ("POST", "/echo/hello", b"impact=I2"),
        ("PUT", "/echo/caf\u00e9", "d\u00e9j\u00e0 vu".encode()),
        ("DELETE", "/empty", b""),
        ("GET", "/stream", b""),
        ("GET", "/nowhere", b""),
    ],
)
def test_a_page_is_the_same_as_through_the_test_client(
    django_application: Callable[..., Iterable[bytes]], method: str, path: str, body: bytes
) -> None:
    expected = Client().generic(method, path, body, "text/plain", headers={"accept": "a, b"})

    content = [(b"content-type", b"text/plain")] if body else []
    heard = ask(django_application, scope(method, path, *content, (b"accept", b"a, b")), body)

    expected_body = b"".join(expected) if expected.streaming else expected.content
    assert heard.status == expected.status_code
    assert heard.body == expected_body
    assert dict(heard.headers)[b"content-type"].decode() == expected.headers["Content-Type"]


def test_repeated_headers_are_kept_apart_going_out(
    django_application: Callable[..., Iterable[bytes]],
) -> None:
    heard = ask(django_application, scope("GET", "/echo/x"))

    cookies = [value for name, value in heard.headers if name == b"set-cookie"]
    assert [cookie.split(b";")[0] for cookie in cookies] == [b"first=1", b"second=2"]


def test_repeated_headers_are_joined_coming_in(
    django_application: Callable[..., Iterable[bytes]],
) -> None:
    asked = scope(
        "GET",
        "/echo/x",
        (b"accept", b"text/html"),
        (b"accept", b"text/plain"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"content_type", b"forged/by-underscore"),
        query=b"q=1&q=2",
    )

    heard = ask(django_application, asked)

    assert b'"accept": "text/html,text/plain"' in heard.body
    assert b'"cookies": {"a": "1", "b": "2"}' in heard.body
    assert b'"query": "q=1&q=2"' in heard.body
    assert b"forged" not in heard.body


def test_a_body_in_many_chunks_arrives_whole(
    django_application: Callable[..., Iterable[bytes]],
) -> None:
    heard = ask(django_application, scope("POST", "/echo/x"), b"one ", b"two ", b"three")

    assert b'"body": "one two three"' in heard.body


def test_head_has_the_headers_of_get_and_no_body(
    django_application: Callable[..., Iterable[bytes]],
) -> None:
    got = ask(django_application, scope("GET", "/echo/x"))
    heard = ask(django_application, scope("HEAD", "/echo/x"))

    assert heard.status == 200
    assert {name for name, _ in heard.headers} == {name for name, _ in got.headers}
    assert heard.body == b""


def test_a_stream_is_sent_part_by_part(
    django_application: Callable[..., Iterable[bytes]],
) -> None:
    heard = ask(django_application, scope("GET", "/stream"))

    assert heard.parts == [b"one ", b"two ", b"three"]
    assert heard.messages[-1]["more_body"] is False


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_over_the_limit_is_refused(
    django_application: Callable[..., Iterable[bytes]], announced: bool
) -> None:
    headers = [(b"content-length", str(LIMIT + 1).encode())] if announced else []

    heard = ask(django_application, scope("POST", "/echo/x", *headers), b"x" * LIMIT, b"x")

    assert heard.status == 413
    assert heard.body == b"The request is too large.\n"


def test_an_error_before_the_first_byte_is_a_plain_500() -> None:
    def broken(_environ: object, _start: object) -> list[bytes]:
        raise ZeroDivisionError

    heard = ask(broken, scope("GET", "/"))

    assert heard.status == 500
    assert heard.body == b"Something went wrong on our side.\n"


def test_an_error_in_the_middle_of_a_stream_cuts_the_connection() -> None:
    def breaking(_environ: object, start: Any) -> Iterator[bytes]:
        start("200 OK", [])
        yield b"half"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask(breaking, scope("GET", "/"))


def test_a_stream_ends_and_closes_when_its_client_leaves() -> None:
    closed = threading.Event()

    def endless(_environ: object, start: Any) -> Iterator[bytes]:
        start("200 OK", [])
        try:
            while True:
                yield b"tick "
        finally:
            closed.set()

    heard = ask(endless, scope("GET", "/"), leave=asyncio.Event())

    assert closed.is_set()
    assert heard.messages[-1]["more_body"] is True


def test_the_result_is_closed_in_the_thread_that_made_it() -> None:
    threads: list[str] = []

    class Result(list[bytes]):
        def close(self) -> None:
            threads.append(threading.current_thread().name)

    def application(_environ: object, start: Any) -> Result:
        threads.append(threading.current_thread().name)
        start("200 OK", [])
        return Result([b"done"])

    ask(application, scope("GET", "/"))

    made_in, closed_in = threads
    assert made_in == closed_in
    assert made_in.startswith("page")


def test_closing_visits_every_thread_once() -> None:
    visited: list[str] = []
    bridge = WsgiBridge(lambda *_: [], body_limit=LIMIT, threads=3)
    together = threading.Barrier(3)
    for _ in range(3):
        bridge.executor.submit(together.wait)

    bridge.close(lambda: visited.append(threading.current_thread().name))

    assert sorted(visited) == ["page_0", "page_1", "page_2"]
