"""Publish versions of the strategy. Drafts are written in ``drafting``."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import connection

from musterpoint.apps.policies.models import StrategyVersion


def digest_of(text: str) -> str:
    """Return the SHA-256 of a strategy's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def lock_numbers() -> None:
    """Let one publishing through at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('strategy_version_number'))")


def publish(
    *,
    text: str,
    title: str,
    person_id: int | None,
    in_force_from: datetime,
    note: str,
    at: datetime,
) -> StrategyVersion:
    """Add the next version, in force from ``in_force_from``. The text must already be checked."""
    lock_numbers()
    last = (
        StrategyVersion.objects.exclude(number=None)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    return StrategyVersion.objects.create(
        number=(last or 0) + 1,
        title=title[:200],
        text=text,
        digest=digest_of(text),
        created_at=at,
        created_by_id=person_id,
        published_at=at,
        published_by_id=person_id,
        in_force_from=in_force_from,
        note=note,
    )
