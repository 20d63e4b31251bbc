"""Stands between the product and PostgreSQL and can strike exactly at a commit.

Each process of the product has a port of its own, so a strike knows whom it hits. It runs in a
thread of the harness and lets everything through that no strike waits for.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections import Counter
from dataclasses import dataclass, field

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.chaos.wire import Cutter, Talk, statement

BEFORE = "before"
AFTER = "after"
MIDWAY = "midway"
CHUNK = 65_536


@dataclass(slots=True, kw_only=True)
class Strike:
    """What happens at the ``skip``-th next commit: the process dies, or only its connection."""

    when: str
    kills: bool
    skip: int = 0
    at: float = 0.0
    table: str = ""
    struck: threading.Event = field(default_factory=threading.Event)


class Door:
    """The port of one process: who is behind it, and the strike that waits for it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.port = 0
        self.pid = 0
        self.commits = 0
        self.strike: Strike | None = None
        self.links: set[Link] = set()

    def take(self, *, commits: bool) -> Strike | None:
        """Return the strike whose moment this is."""
        strike = self.strike
        if strike is None or not (commits or strike.when == MIDWAY):
            return None
        if strike.skip > 0:
            strike.skip -= 1
            return None
        self.strike = None
        return strike


class Link:
    """One connection of the product and its other half."""

    def __init__(self, door: Door, tables: Counter[str]) -> None:
        self._door = door
        self._tables = tables
        self._talk = Talk()
        self._held: Strike | None = None
        self._writers: list[asyncio.StreamWriter] = []

    async def run(
        self, client: tuple[asyncio.StreamReader, asyncio.StreamWriter], socket: str
    ) -> None:
        """Carry messages both ways until either side has gone."""
        self._writers = [client[1]]
        try:
            server = await asyncio.open_unix_connection(socket)
        except OSError:
            self.cut()
            return
        self._writers.append(server[1])
        self._door.links.add(self)
        ways = [
            asyncio.ensure_future(self._out(client[0], server[1])),
            asyncio.ensure_future(self._back(server[0], client[1])),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        self._door.links.discard(self)
        self.cut()

    def cut(self) -> None:
        """End the connection on both sides without a word."""
        for writer in self._writers:
            with contextlib.suppress(OSError, RuntimeError):
                writer.transport.abort()

    async def _out(self, client: asyncio.StreamReader, server: asyncio.StreamWriter) -> None:
        cutter = Cutter(lettered=False)
        while data := await client.read(CHUNK):
            for message in cutter.feed(data):
                if not self._passes(message, server):
                    return
            await server.drain()

    def _passes(self, message: bytes, server: asyncio.StreamWriter) -> bool:
        commits = self._talk.sent(message)
        if commits:
            self._door.commits += 1
            self._tables[self._talk.table] += 1
        strike = self._door.take(commits=commits) if statement(message) else None
        if strike is not None and strike.when == BEFORE:
            self._fall(strike)
            return False
        if strike is not None and strike.when == MIDWAY:
            server.write(message[: len(message) // 2])
            self._fall(strike)
            return False
        self._held = self._held or strike
        server.write(message)
        return True

    async def _back(self, server: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        cutter = Cutter(lettered=True)
        while data := await server.read(CHUNK):
            done = [self._talk.answered(message) for message in cutter.feed(data)]
            if self._held is None:
                client.write(data)
                await client.drain()
            elif any(done):
                self._fall(self._held)
                return

    def _fall(self, strike: Strike) -> None:
        strike.at, strike.table = clock.now().timestamp(), self._talk.table
        if strike.kills:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._door.pid, signal.SIGKILL)
        self.cut()
        strike.struck.set()


class Proxy:
    """All doors, in a thread with a loop of its own."""

    def __init__(self, socket: str) -> None:
        self._socket = socket
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.tables: Counter[str] = Counter()
        self.doors: dict[str, Door] = {}
        self._thread.start()

    def open(self, name: str) -> Door:
        """Open a door for one process."""
        door = Door(name)
        self.doors[name] = door
        asyncio.run_coroutine_threadsafe(self._listen(door), self._loop).result(10)
        return door

    def wait_for(self, door: Door, strike: Strike, *, seconds: float) -> bool:
        """Let the strike wait for its moment; return whether it came."""
        door.strike = strike
        if strike.struck.wait(seconds):
            return True
        door.strike = None
        return strike.struck.is_set()

    def cut(self, door: Door) -> None:
        """Cut whatever this process has open, at no moment in particular."""
        self._loop.call_soon_threadsafe(_cut_all, door)

    def end(self) -> None:
        """Let nothing through any more."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _listen(self, door: Door) -> None:
        async def came(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError):
                await Link(door, self.tables).run((reader, writer), self._socket)

        server = await asyncio.start_server(came, "127.0.0.1", 0)
        door.port = server.sockets[0].getsockname()[1]


def _cut_all(door: Door) -> None:
    for link in list(door.links):
        link.cut()
