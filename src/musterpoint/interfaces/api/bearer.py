"""Who asks: the person behind a bearer token. Cookies are never looked at: nothing can be forged.

A route may say which action it is; then a role that lacks it is refused before the body is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from musterpoint.apps.accounts import queries as accounts
from musterpoint.domain.authority import Action, Actor

LONGEST_TOKEN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whose token it is, as a person and as the one who acts."""

    person: Any
    actor: Actor


class Bearer(HttpBearer):
    """Takes ``Authorization: Bearer mp_…`` and asks the database once."""

    def __init__(self, needs: Action = Action.READ) -> None:
        self.needs = needs
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller, None when nobody is behind the token, or raise NotAllowed."""
        secret = token.strip()
        if not secret or len(secret) > LONGEST_TOKEN:
            return None
        person = accounts.bearer(secret)
        if person is None:
            return None
        caller = Caller(person=person, actor=accounts.actor_of(person))
        caller.actor.must(self.needs)
        request.caller = caller  # type: ignore[attr-defined]  # Django's request has none
        return caller


def caller_of(request: HttpRequest) -> Caller:
    """Return who asks; only routes behind ``Bearer`` have one."""
    caller: Caller = request.caller  # type: ignore[attr-defined]  # set above
    return caller


def has_caller(request: HttpRequest) -> bool:
    """Return whether the request came in through ``Bearer``."""
    return hasattr(request, "caller")


def actor_of(request: HttpRequest) -> Actor:
    """Return who asks, as the one who acts."""
    return caller_of(request).actor
