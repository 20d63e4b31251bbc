"""Prove that somebody is reached by a way: by a code sent to it, or by a test."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.models import ContactMethod
from musterpoint.domain.authority import Actor
from musterpoint.usecases import own_ways
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

CODE_HOLDS_FOR = timedelta(minutes=15)
NEXT_AFTER = timedelta(minutes=1)
MOST_TRIES = 5


class TooSoon(Conflict):
    """A code or a test was sent a moment ago."""

    def __init__(self) -> None:
        says = "One was sent less than a minute ago. Give it that time to arrive."
        super().__init__(Problem(field="code", says=says))


class WrongCode(Refusal):
    """It is not the code that was sent."""

    def __init__(self) -> None:
        super().__init__(Problem(field="code", says="This is not the code that was sent."))


class SpentCode(Conflict):
    """The code is too old, was used, or was tried too often."""

    def __init__(self) -> None:
        says = "This code does not count any more. Send a new one."
        super().__init__(Problem(field="code", says=says))


@transaction.atomic
def send_code(*, method_id: int, by: Actor, at: datetime) -> None:
    """Send a new code by this way. Raises NoSuchMethod, TooSoon."""
    method = own_ways.lock_own(method_id, by=by)
    if method.code_sent_at is not None and at < method.code_sent_at + NEXT_AFTER:
        raise TooSoon
    queue_code(method, at=at)


def queue_code(method: ContactMethod, *, at: datetime) -> None:
    """Make a code for a locked way and queue it there; the code itself is not kept."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    notifications.keep_code(method, digest=_digest(method.pk, code, sent_at=at), at=at)
    words = f"{code} is your Musterpoint code. It counts for 15 minutes."
    letter = own_ways.letter_by(method, subject="Your code", words=words, purpose="code", at=at)
    notifications.queue([letter], at=at)


def verify_contact_method(*, method_id: int, code: str, by: Actor, at: datetime) -> None:
    """Verify a way by the code sent to it. Raises NoSuchMethod, WrongCode, SpentCode.

    A try is counted in a transaction of its own: a wrong code must not take its count back.
    """
    with transaction.atomic():
        notifications.count_try(_with_a_code(method_id, by=by, at=at))
    with transaction.atomic():
        method = own_ways.lock_own(method_id, by=by)
        sent_at = method.code_sent_at or at
        given = _digest(method.pk, "".join(code.split()), sent_at=sent_at)
        if not constant_time_compare(given, method.code_digest):
            raise WrongCode
        notifications.verify(method, at=at)
        own_ways.enter("way_verified", method, by=by, at=at, is_verified=(False, True))


@transaction.atomic
def try_contact_method(*, method_id: int, by: Actor, at: datetime) -> None:
    """Send a test by this way; a broken one gets another chance. Raises NoSuchMethod, TooSoon."""
    method = own_ways.lock_own(method_id, by=by)
    if queries.sent_by(method, purpose="proof", since=at - NEXT_AFTER):
        raise TooSoon
    if method.broken_at is not None:
        notifications.give_another_chance(method)
        own_ways.enter("way_changed", method, by=by, at=at, is_broken=(True, False))
    words = "This is a test from Musterpoint. You are reached here."
    letter = own_ways.letter_by(method, subject="A test", words=words, purpose="proof", at=at)
    notifications.queue([letter], at=at)


def _with_a_code(method_id: int, *, by: Actor, at: datetime) -> ContactMethod:
    method = own_ways.lock_own(method_id, by=by)
    is_spent = not method.code_digest or method.code_tries >= MOST_TRIES
    if is_spent or method.code_sent_at is None or at > method.code_sent_at + CODE_HOLDS_FOR:
        raise SpentCode
    return method


def _digest(method_id: int, code: str, *, sent_at: datetime) -> str:
    words = f"{method_id}:{sent_at.timestamp():.6f}:{code}"
    return salted_hmac("musterpoint.way", words, algorithm="sha256").hexdigest()
