"""Agents' phones for a measure: a live stream kept open, pieces asked for when there is news."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

PAGE_WAITS = 0.15
"""How long the page's script gathers news before it asks."""
TOPICS = "briefings"


@dataclass(slots=True)
class Client:
    """One agent's phone."""

    cookie: str
    shows: str = ""
    shown_at: float = 0.0
    shown: asyncio.Event = field(default_factory=asyncio.Event)
    tag: str = ""

    def wait_for(self, words: str) -> None:
        """Begin a round: these words are looked for."""
        self.shows = words
        self.shown.clear()


async def live(client: Client, port: int) -> None:
    """Keep a stream open and fetch the pieces at each news, as the page does."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_request(f"/live?topics={TOPICS}", client.cookie))
    await reader.readuntil(b"\r\n\r\n")
    await reader.readuntil(b"retry: 2000\n\n")
    client.shown.set()
    try:
        while True:
            line = await reader.readline()
            if not line:
                return
            if line.startswith(b"data:"):
                await asyncio.sleep(PAGE_WAITS)
                await _fetch(client, port)
    finally:
        writer.close()


async def _fetch(client: Client, port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    more = f"If-None-Match: {client.tag}\r\n" if client.tag else ""
    writer.write(_request("/card/pieces/", client.cookie, f"{more}Connection: close\r\n"))
    answer = await reader.read(-1)
    writer.close()
    head, _sep, body = answer.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _colon, value = line.partition(b":")
        if name.lower() == b"etag":
            client.tag = value.strip().decode()
    if client.shows and client.shows.encode() in body:
        client.shown_at = time.perf_counter()
        client.shown.set()


async def warm(port: int, cookie: str) -> None:
    """Let the server do once what it does the first time."""
    for _ in range(3):
        await _fetch(Client(cookie=cookie), port)


def _request(path: str, cookie: str, more: str = "") -> bytes:
    lines = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n{more}\r\n"
    return lines.encode()
