"""The live stream: tells open pages which topics changed, never what changed in them.

A page that hears of its topic asks for its fragment again, through the same gate as any page, so
the stream can leak nothing.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from musterpoint.interfaces import clock
from musterpoint.interfaces.web.live_news import Subscription, news
from musterpoint.interfaces.web.live_reader import Reader, SignedOut, admit, still_there

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

HEARTBEAT_SECONDS = 15.0
AT_MOST_EVERY_SECONDS = 0.25
ASK_AGAIN_SECONDS = 45.0
MOST_TOPICS = 60

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer GET /live?topics=a,b with a stream of the topics this person may hear of."""
    if scope["method"] != "GET":
        await _refuse(send, status=405)
        return
    try:
        reader = await admit(_cookies(scope), _topics(scope))
    except SignedOut:
        await _refuse(send, status=401)
        return
    with news().subscribe(reader.topics) as subscription, suppress(OSError):
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        await _send(send, b"retry: 2000\n\n")
        streaming = asyncio.create_task(_stream(send, reader, subscription))
        gone = asyncio.create_task(_gone(receive))
        await asyncio.wait({streaming, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not streaming.done():
            streaming.cancel()
            return
        streaming.result()
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _stream(send: Send, reader: Reader, subscription: Subscription) -> None:
    """Send news until the reader is signed out, or may hear of other topics than at first.

    A browser whose stream ends opens the next one by itself, and is then admitted anew.
    """
    loop = asyncio.get_running_loop()
    ask_at = loop.time() + ASK_AGAIN_SECONDS
    while True:
        topics = await subscription.wait(HEARTBEAT_SECONDS)
        if loop.time() >= ask_at:
            try:
                present = await still_there(reader)
            except SignedOut:
                return
            if present.topics != reader.topics:
                return
            ask_at = loop.time() + ASK_AGAIN_SECONDS
        await _send(send, _event(topics) if topics else b": still here\n\n")
        if topics:
            await asyncio.sleep(AT_MOST_EVERY_SECONDS)


def _event(topics: Iterable[str]) -> bytes:
    data = json.dumps({"topics": sorted(topics), "at": clock.now().isoformat()})
    return f"data: {data}\n\n".encode()


def _topics(scope: Scope) -> list[str]:
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
    named = [topic for value in query.get("topics", []) for topic in value.split(",") if topic]
    return list(dict.fromkeys(named))[:MOST_TOPICS]


def _cookies(scope: Scope) -> str:
    found = [value for name, value in scope["headers"] if name == b"cookie"]
    return b"; ".join(found).decode("latin-1")


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _refuse(send: Send, *, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": b""})
