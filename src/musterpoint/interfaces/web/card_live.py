"""The live part of the agent card, answered to everybody who asks within a moment at once.

Five hundred cards hear of one change together. Each is answered through the same gate as any page,
but the database is asked once for all who wait, and what they read alike is made once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from django.db import close_old_connections

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.communications.queries import briefing_reads, briefings
from musterpoint.domain.authority import Action, may
from musterpoint.interfaces import clock
from musterpoint.interfaces.web.admission import people_behind, session_key
from musterpoint.interfaces.web.headers import HEADERS
from musterpoint.interfaces.web.shown import card

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/card/pieces/"
NOT_MODIFIED = 304
_SENT = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"Cookie"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    *((name.lower().encode(), value.encode()) for name, value in HEADERS.items()),
]
_thread = ThreadPoolExecutor(1, thread_name_prefix="card")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one reader sees, and its name: whoever has it already is not sent it again."""

    body: bytes
    tag: bytes


class Waiting:
    """Those who asked since the last look; belongs to one event loop."""

    def __init__(self) -> None:
        self._asked: list[tuple[str, asyncio.Future[Answer | None]]] = []
        self._task: asyncio.Task[None] | None = None

    async def answer(self, key: str) -> Answer | None:
        """Return the answer for a session, with everybody else's who waits; None if signed out."""
        loop = asyncio.get_running_loop()
        mine: asyncio.Future[Answer | None] = loop.create_future()
        self._asked.append((key, mine))
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._answer_all(), name="agent cards")
        return await mine

    async def _answer_all(self) -> None:
        loop = asyncio.get_running_loop()
        while self._asked:
            asked, self._asked = self._asked, []
            keys = list({key for key, _mine in asked})
            try:
                found = await loop.run_in_executor(_thread, look, keys)
            except Exception as problem:  # noqa: BLE001  # whoever waits must hear of it
                for _key, mine in asked:
                    if not mine.done():
                        mine.set_exception(problem)
                continue
            for key, mine in asked:
                if not mine.done():
                    mine.set_result(found.get(key))


_waiting: dict[asyncio.AbstractEventLoop, Waiting] = {}


async def application(scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer GET /card/pieces/ with the reader's card, or that it is the one they have."""
    if scope["method"] not in {"GET", "HEAD"}:
        await _send(send, 405, [(b"allow", b"GET, HEAD")])
        return
    headers = dict(scope["headers"])
    key = session_key(headers.get(b"cookie", b"").decode("latin-1"))
    waiting = _waiting.setdefault(asyncio.get_running_loop(), Waiting())
    found = await waiting.answer(key) if key else None
    if found is None:
        await _send(send, 401, [(b"hx-redirect", b"/accounts/login/")])
        return
    sent = [*_SENT, (b"etag", found.tag)]
    if headers.get(b"if-none-match") == found.tag:
        await _send(send, NOT_MODIFIED, sent)
        return
    await _send(send, 200, sent, b"" if scope["method"] == "HEAD" else found.body)


def look(keys: Sequence[str]) -> dict[str, Answer]:
    """Return ``cards`` over a connection that works."""
    close_old_connections()
    try:
        return cards(keys)
    finally:
        close_old_connections()


def cards(keys: Sequence[str]) -> dict[str, Answer]:
    """Return what each session's reader sees now; a session that is not open is left out."""
    at = clock.now()
    readers = people_behind(keys)
    people = {person.pk: person for person in readers.values()}
    told = briefings.open_now(at=at)
    theirs = briefings.for_many(told, [accounts.actor_of(person) for person in people.values()])
    did = briefing_reads.mine(people, told, at=at)
    answers = {
        pk: _answer(
            card.pieces(
                found,
                {one.id: did[pk, one.id] for one in found if (pk, one.id) in did},
                votes=may(people[pk].roles, Action.VOTE),
            )
        )
        for pk, found in theirs.items()
    }
    return {key: answers[person.pk] for key, person in readers.items()}


@lru_cache(maxsize=256)
def _answer(pieces: str) -> Answer:
    body = pieces.encode()
    return Answer(body=body, tag=b'"%s"' % sha256(body).hexdigest()[:32].encode())


async def _send(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes = b""
) -> None:
    if status != NOT_MODIFIED:
        headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
