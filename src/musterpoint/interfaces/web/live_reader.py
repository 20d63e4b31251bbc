"""Who reads a live stream, and which topics they may hear: asked of the database, in threads."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest

from musterpoint.apps.incidents.queries import visible_to

BOARD = "board"
SHIFT_LOG = "shift_log"
BRIEFINGS = "briefings"
OF_INCIDENTS = ("incident", "heard", "reads")
THREADS = 2
LARGEST_ID = 2**63 - 1
_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")


class SignedOut(Exception):
    """Nobody is signed in by this session, or no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A session and what it may hear of what it asked for."""

    cookie: str
    wanted: tuple[str, ...]
    topics: frozenset[str]


async def admit(cookie: str, wanted: Iterable[str]) -> Reader:
    """Return the reader behind a session cookie, or raise SignedOut."""
    asked = tuple(wanted)
    return await asyncio.get_running_loop().run_in_executor(_threads, _admit, cookie, asked)


async def still_there(reader: Reader) -> Reader:
    """Return the reader with what they may hear now, or raise SignedOut."""
    return await admit(reader.cookie, reader.wanted)


def _admit(cookie: str, wanted: tuple[str, ...]) -> Reader:
    close_old_connections()
    try:
        person = _person(cookie)
        return Reader(cookie=cookie, wanted=wanted, topics=_allowed(person, wanted))
    finally:
        close_old_connections()


def _person(cookie: str) -> Any:
    try:
        jar = SimpleCookie(cookie)
    except CookieError:
        raise SignedOut from None
    key = jar[settings.SESSION_COOKIE_NAME].value if settings.SESSION_COOKIE_NAME in jar else ""
    if not key:
        raise SignedOut
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    person = get_user(request)
    if not person.is_authenticated or not person.is_active:
        raise SignedOut
    return person


def _allowed(person: Any, wanted: tuple[str, ...]) -> frozenset[str]:
    mine = {BOARD, SHIFT_LOG, BRIEFINGS, f"person:{person.pk}"}
    ids = {pk for topic in wanted if (pk := _incident_of(topic)) is not None}
    seen = visible_to(person).filter(pk__in=ids).values_list("pk", flat=True) if ids else ()
    return frozenset(wanted) & (mine | {f"{kind}:{pk}" for pk in seen for kind in OF_INCIDENTS})


def _incident_of(topic: str) -> int | None:
    """Return the incident that a topic is about, if it is about one."""
    kind, _sep, number = topic.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 20
    if kind not in OF_INCIDENTS or not is_number or int(number) > LARGEST_ID:
        return None
    return int(number)
