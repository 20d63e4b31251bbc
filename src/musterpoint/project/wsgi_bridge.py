"""Runs a WSGI application inside an ASGI server, in a fixed set of threads.

The threads are fixed so that each keeps its database connection. A request's body is read before a
thread is taken, so a slow sender never holds one; a response that streams is sent as it is made.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import tempfile
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, BrokenBarrierError
from typing import IO, Any

from musterpoint.project.wsgi_response import Answer, Headers, collect_answer

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
WsgiApplication = Callable[..., Iterable[bytes]]

THREADS = 8
MEMORY_LIMIT = 512 * 1024  # a larger body goes to a temporary file
logger = logging.getLogger(__name__)


class BodyTooLarge(Exception):
    """The request's body is over the limit."""


class Disconnected(Exception):
    """The client went away before its request was complete."""


class WsgiBridge:
    """An ASGI application around a WSGI one."""

    def __init__(
        self, application: WsgiApplication, *, body_limit: int, threads: int = THREADS
    ) -> None:
        self.application = application
        self.body_limit = body_limit
        self.threads = threads
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="page")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with tempfile.SpooledTemporaryFile(MEMORY_LIMIT) as body:
            try:
                size = await self._read_body(scope, receive, body)
            except BodyTooLarge:
                await _send_plainly(send, 413, b"The request is too large.\n")
                return
            except Disconnected:
                return
            await self._respond(_environ(scope, body, size), receive, send)

    def close(self, at_thread: Callable[[], None]) -> None:
        """Run ``at_thread`` once in every thread that is alive, then end them."""
        count = len(self.executor._threads)  # noqa: SLF001  # no public count; the barrier needs it
        barrier = Barrier(max(count, 1))

        def closing() -> None:
            with contextlib.suppress(BrokenBarrierError):
                barrier.wait(timeout=5)
            at_thread()

        for _ in range(count):
            self.executor.submit(closing)
        self.executor.shutdown(wait=True)

    async def _read_body(self, scope: Scope, receive: Receive, body: IO[bytes]) -> int:
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self.body_limit:
            raise BodyTooLarge
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self.body_limit:
                raise BodyTooLarge
            body.write(chunk)
            if not message.get("more_body", False):
                body.seek(0)
                return size

    async def _respond(self, environ: Environ, receive: Receive, send: Send) -> None:
        loop = asyncio.get_running_loop()
        stream = _Stream(loop, send)
        watch = partial(collect_answer, self.application, environ, stream.send)
        running = loop.run_in_executor(self.executor, watch)
        gone = asyncio.ensure_future(_until_gone(receive))
        gone.add_done_callback(lambda _: stream.stop())
        try:
            answer = await running
        except ConnectionAbortedError:
            return  # the client left in the middle of a stream
        except Exception:
            logger.exception("Unhandled error in %s", environ["PATH_INFO"])
            if stream.begun:
                raise  # too late for a status: the server cuts the connection, so the client knows
            await _send_plainly(send, 500, b"Something went wrong on our side.\n")
            return
        finally:
            gone.cancel()
        if answer is not None:
            await _send_answer(send, answer)


class _Stream:
    """Hands the parts of a streaming response from its thread to the event loop, one at a time."""

    def __init__(self, loop: asyncio.AbstractEventLoop, send: Send) -> None:
        self.loop = loop
        self.to_client = send
        self.begun = False
        self.stopped = False

    def stop(self) -> None:
        self.stopped = True

    def send(self, status: int, headers: Headers, part: bytes, more: bool) -> None:
        """Send one part and wait until it is taken, or raise ConnectionAbortedError."""
        if self.stopped:
            raise ConnectionAbortedError
        sending = self._send(status, headers, part, more)
        asyncio.run_coroutine_threadsafe(sending, self.loop).result()

    async def _send(self, status: int, headers: Headers, part: bytes, more: bool) -> None:
        if not self.begun:
            self.begun = True
            await self.to_client(_start(status, headers))
        await self.to_client({"type": "http.response.body", "body": part, "more_body": more})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_answer(send: Send, answer: Answer) -> None:
    await send(_start(answer.status, answer.headers))
    await send({"type": "http.response.body", "body": answer.body})


async def _send_plainly(send: Send, status: int, words: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(words)).encode()),
        (b"connection", b"close"),
    ]
    await _send_answer(send, Answer(status=status, headers=headers, body=words))


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _environ(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """Return the WSGI environment of a request, as PEP 3333 wants it."""
    server = scope.get("server") or ("localhost", 80)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope.get("root_path", "").encode().decode("latin-1"),
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": _ErrorLog(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    _add_headers(environ, scope["headers"])
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def _add_headers(environ: Environ, headers: Headers) -> None:
    for raw_name, raw_value in headers:
        name = raw_name.decode("latin-1")
        if "_" in name:
            continue  # would pass for the header with a hyphen
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        value = raw_value.decode("latin-1")
        if key in environ:
            joint = "; " if key == "HTTP_COOKIE" else ","
            value = f"{environ[key]}{joint}{value}"
        environ[key] = value


class _ErrorLog:
    """The error stream that WSGI asks for."""

    def write(self, words: str) -> None:
        logger.error("%s", words.rstrip())

    def flush(self) -> None:
        pass
