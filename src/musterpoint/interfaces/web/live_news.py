"""The news of one process: listens once to the database and hands topics to whoever subscribed.

After the connection was lost nobody knows what was missed, so everybody is told to look at
everything again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connections

from musterpoint.apps.timers.operations import LIVE_CHANNEL

EVERYTHING = "*"
ALL = "all"
FIRST_WAIT, LONGEST_WAIT = 0.5, 10.0
PROVE_ALIVE_SECONDS = 30.0
logger = logging.getLogger(__name__)


class Subscription:
    """What one page has not been told yet. Any number of news before it looks are one."""

    def __init__(self, topics: Iterable[str]) -> None:
        self.topics = frozenset(topics)
        self._waiting: set[str] = set()
        self._news = asyncio.Event()

    def tell(self, topics: Iterable[str]) -> None:
        self._waiting |= set(topics)
        self._news.set()

    async def wait(self, seconds: float) -> set[str]:
        """Return the topics with news, as soon as there are any; none after ``seconds``."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return set()
        self._news.clear()
        found, self._waiting = self._waiting, set()
        return found


class News:
    """Fans out what the database announces. Belongs to one event loop."""

    def __init__(self) -> None:
        self._by_topic: dict[str, set[Subscription]] = {}
        self._listener: asyncio.Task[None] | None = None

    @contextmanager
    def subscribe(self, topics: Iterable[str]) -> Iterator[Subscription]:
        """Hand news of ``topics`` to the subscription while the context lasts."""
        subscription = Subscription(topics)
        for topic in subscription.topics:
            self._by_topic.setdefault(topic, set()).add(subscription)
        if self._listener is None or self._listener.done():
            self._listener = asyncio.create_task(self._listen(), name="live news")
        try:
            yield subscription
        finally:
            for topic in subscription.topics:
                there = self._by_topic.get(topic, set())
                there.discard(subscription)
                if not there:
                    self._by_topic.pop(topic, None)

    def spread(self, topics: Iterable[str]) -> None:
        """Tell each subscription of its own topics."""
        found: dict[Subscription, set[str]] = {}
        for topic in topics:
            for subscription in self._by_topic.get(topic, ()):
                found.setdefault(subscription, set()).add(topic)
        for subscription, own in found.items():
            subscription.tell(own)

    def spread_everything(self) -> None:
        """Tell everybody to look at everything again."""
        for there in list(self._by_topic.values()):
            for subscription in there:
                subscription.tell({EVERYTHING})

    async def _listen(self) -> None:
        wait = FIRST_WAIT
        was_lost = False
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **_address(), autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {LIVE_CHANNEL}".encode())
                    if was_lost:
                        self.spread_everything()
                    wait = FIRST_WAIT
                    await self._hear(connection)
            except (psycopg.Error, OSError) as problem:
                logger.warning("Live news are interrupted: %s", problem)
            was_lost = True
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _hear(self, connection: psycopg.AsyncConnection[Any]) -> None:
        while True:
            async for notice in connection.notifies(timeout=PROVE_ALIVE_SECONDS):
                if notice.payload == ALL:
                    self.spread_everything()
                else:
                    self.spread(notice.payload.split())
            await connection.execute(b"SELECT 1")


_news: dict[asyncio.AbstractEventLoop, News] = {}


def news() -> News:
    """Return the news of the running event loop."""
    return _news.setdefault(asyncio.get_running_loop(), News())


def _address() -> dict[str, Any]:
    """Return where Django's own database is, without what only Django understands."""
    settings = connections["default"].settings_dict
    named = {
        "dbname": settings["NAME"],
        "user": settings["USER"],
        "password": settings["PASSWORD"],
        "host": settings["HOST"],
        "port": settings["PORT"],
    }
    ours = ("sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "service")
    options = {k: v for k, v in settings["OPTIONS"].items() if k in ours}
    return {name: value for name, value in named.items() if value} | options
