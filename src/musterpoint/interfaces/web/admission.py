"""Who is behind a session, asked for many at once: three statements for one reader or a thousand.

A change on every agent's card brings all of them back within the same moment. Nobody is taken on
trust from an earlier answer: each is looked up again, together with those who came with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils.crypto import constant_time_compare

from musterpoint.apps.accounts import queries as accounts
from musterpoint.interfaces import clock


def session_key(cookie: str) -> str:
    """Return the session that a cookie header names; nothing when it names none."""
    try:
        jar = SimpleCookie(cookie)
    except CookieError:
        return ""
    return jar[settings.SESSION_COOKIE_NAME].value if settings.SESSION_COOKIE_NAME in jar else ""


def people_behind(keys: Iterable[str]) -> dict[str, Any]:
    """Return the active person behind each session that is open; as Django's ``get_user``."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class().objects.filter(
        session_key__in=set(keys), expire_date__gt=clock.now()
    )
    sessions = {
        key: store(key).decode(data)
        for key, data in rows.values_list("session_key", "session_data")
    }
    wanted = {key: _person_id(session) for key, session in sessions.items()}
    people = accounts.active(pk for pk in wanted.values() if pk is not None)
    found = {key: people[pk] for key, pk in wanted.items() if pk is not None and pk in people}
    return {key: one for key, one in found.items() if _is_theirs(sessions[key], one)}


def _person_id(session: Mapping[str, Any]) -> int | None:
    if session.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    number = str(session.get(SESSION_KEY, ""))
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else None


def _is_theirs(session: Mapping[str, Any], person: Any) -> bool:
    """Whether the session was made with the password the person has now."""
    said = session.get(HASH_SESSION_KEY) or ""
    hashes = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return any(constant_time_compare(said, one) for one in hashes)
