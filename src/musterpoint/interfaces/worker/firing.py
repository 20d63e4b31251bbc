"""Fire one batch of due timers: claim, run, mark, in one transaction that holds or does not.

Each kind's handler gets all its timers at once. When that fails they are run one by one, so that a
bad timer neither blocks the others nor is lost: it keeps its error and is tried again later.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.interfaces.worker.handlers import Handler

BATCH = 200
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(minutes=10)

logger = logging.getLogger(__name__)


class NoHandler(Exception):
    """Nothing is registered for this kind of timer; a newer worker may know it."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"This worker has no handler for timers of kind {kind!r}.")


def fire_batch(handlers: Mapping[str, Handler], *, at: datetime, limit: int = BATCH) -> int:
    """Claim and run up to ``limit`` timers due at ``at``; return how many were claimed.

    Their effects and their being fired commit together, or neither does.
    """
    with transaction.atomic(durable=True):
        claimed = timers.claim_due(at=at, limit=limit)
        done = [
            timer
            for kind, group in _by_kind(claimed).items()
            for timer in _run(handlers.get(kind), group, at)
        ]
        timers.fired(done, at=at)
    return len(claimed)


def wait_after(attempts: int) -> timedelta:
    """Return how long a timer waits after its handler failed ``attempts`` times."""
    return min(FIRST_WAIT * (1 << min(max(attempts - 1, 0), 16)), LONGEST_WAIT)


def _by_kind(claimed: Sequence[Claimed]) -> dict[str, list[Claimed]]:
    groups: defaultdict[str, list[Claimed]] = defaultdict(list)
    for timer in claimed:
        groups[timer.kind].append(timer)
    return groups


def _run(handler: Handler | None, group: Sequence[Claimed], at: datetime) -> Sequence[Claimed]:
    """Run a group and return those of it that are done."""
    try:
        with transaction.atomic():
            if handler is None:
                raise NoHandler(group[0].kind)
            handler(group, at)
    except Exception as trouble:  # noqa: BLE001  # whatever it is, it must not take the others down
        if len(group) == 1:
            _put_off(group[0], trouble, at)
            return []
        return [done for timer in group for done in _run(handler, [timer], at)]
    return group


def _put_off(timer: Claimed, trouble: Exception, at: datetime) -> None:
    error = f"{type(trouble).__name__}: {trouble}"
    logger.error("Timer %s %s failed: %s", timer.kind, timer.key, error, exc_info=trouble)
    timers.put_off(timer, retry_at=at + wait_after(timer.attempts + 1), error=error)
