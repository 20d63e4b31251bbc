"""Calls a WSGI application and takes its response, whole or part by part.

Runs in a thread of the bridge and knows nothing of event loops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

Headers = list[tuple[bytes, bytes]]
SendPart = Callable[[int, Headers, bytes, bool], None]


class ResponseNotStarted(RuntimeError):
    """The application gave a body without a status."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole response."""

    status: int
    headers: Headers
    body: bytes


@dataclass(slots=True)
class _Start:
    """What the application says through ``start_response``."""

    status: int = 0
    headers: Headers = field(default_factory=list)

    def __call__(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: Any = None,  # noqa: ARG002  # PEP 3333 wants it; nothing is sent before the end
    ) -> Callable[[bytes], None]:
        self.status = int(status.split(" ", 1)[0])
        self.headers = [
            (name.lower().encode("latin-1"), value.strip().encode("latin-1"))
            for name, value in headers
        ]
        return _no_write


def collect_answer(
    application: Callable[..., Iterable[bytes]], environ: dict[str, Any], send_part: SendPart
) -> Answer | None:
    """Return the whole response, or None when it was streamed through ``send_part``.

    The result is closed in this thread, which is where the database connection is handed back.
    """
    start = _Start()
    without_body = environ["REQUEST_METHOD"] == "HEAD"
    result = application(environ, start)
    try:
        if without_body:
            return _whole(start, b"")
        if not _is_streaming(result):
            return _whole(start, b"".join(result))
        for part in result:
            _must_be_started(start)
            if part:
                send_part(start.status, start.headers, part, True)
        _must_be_started(start)
        send_part(start.status, start.headers, b"", False)
        return None
    finally:
        close = getattr(result, "close", None)
        if close is not None:
            close()


def _is_streaming(result: Iterable[bytes]) -> bool:
    """Django's responses say it themselves; of others, only lists are known to be whole."""
    said = getattr(result, "streaming", None)
    return said if isinstance(said, bool) else not isinstance(result, (list, tuple))


def _whole(start: _Start, body: bytes) -> Answer:
    _must_be_started(start)
    return Answer(status=start.status, headers=start.headers, body=body)


def _must_be_started(start: _Start) -> None:
    if not start.status:
        raise ResponseNotStarted


def _no_write(_: bytes) -> None:
    raise NotImplementedError("Return the body; write() is not offered.")
