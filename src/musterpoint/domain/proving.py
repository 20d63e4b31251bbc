"""Proof that a channel works: each week a real test to somebody who volunteers, by day.

What was never tried is not known to work. A round that falls into the night, or into everybody's
quiet hours, waits; nobody is woken by a test.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOUR = time(10, 30)
TUESDAY, SATURDAY = 1, 5
FROM, UNTIL = time(9), time(17)
HOLDS_FOR = timedelta(days=8)
TRY_AGAIN_AFTER = timedelta(hours=1)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One test message: when it was asked for, and when it was proved to arrive or failed."""

    asked_at: datetime
    proved_at: datetime | None = None
    failed_at: datetime | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer:
    """Somebody who takes tests. Without ``method_id`` it is the e-mail of their account."""

    address: str
    method_id: int | None = None
    person_id: int | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """How well a channel is known to work. Without ``is_kept`` somebody must see to it."""

    channel: str
    is_set_up: bool
    volunteers: int
    last_proved_at: datetime | None
    failed_at: datetime | None
    says: str
    is_kept: bool


def proof(
    channel: str, *, is_set_up: bool, volunteers: int, trials: Iterable[Trial], at: datetime
) -> Proof:
    """Return what the trials of a channel, in any order, say about it at ``at``."""
    newest = sorted(trials, key=lambda trial: trial.asked_at, reverse=True)
    proved_at = max((t.proved_at for t in newest if t.proved_at), default=None)
    failed_at = max((t.failed_at for t in newest if t.failed_at), default=None)
    since = proved_at or min((trial.asked_at for trial in newest), default=None)
    is_fresh = since is None or at - since <= HOLDS_FOR
    if not is_set_up:
        says, is_kept = "It is not set up.", True
    elif not volunteers:
        says, is_kept = "Nobody volunteers to take its weekly test.", False
    else:
        says, is_kept = _says(newest[0] if newest else None, is_fresh=is_fresh), is_fresh
    return Proof(
        channel=channel,
        is_set_up=is_set_up,
        volunteers=volunteers,
        last_proved_at=proved_at,
        failed_at=failed_at,
        says=says,
        is_kept=is_kept,
    )


def next_round(*, after: datetime, zone: str) -> datetime:
    """Return the next Tuesday morning of the centre that is later than ``after``."""
    local = after.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=(TUESDAY - local.weekday()) % 7)
    found = datetime.combine(day, HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if found > after:
        return found
    day += timedelta(days=7)
    return datetime.combine(day, HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def is_by_day(at: datetime, *, zone: str) -> bool:
    """Return whether ``at`` is a time at the centre at which a test disturbs nobody."""
    local = at.astimezone(ZoneInfo(zone))
    return local.weekday() < SATURDAY and FROM <= local.time() < UNTIL


def next_day(*, after: datetime, zone: str) -> datetime:
    """Return the next working morning of the centre later than ``after``."""
    local = after.astimezone(ZoneInfo(zone))
    for ahead in range(8):
        day = local.date() + timedelta(days=ahead)
        found = datetime.combine(day, HOUR, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if found > after and day.weekday() < SATURDAY:
            return found
    raise AssertionError("a week has a working day")


def in_turn(volunteers: Sequence[Volunteer]) -> list[Volunteer]:
    """Return the volunteers, whoever was asked longest ago first."""
    return sorted(volunteers, key=lambda one: (one.asked_at or LONG_AGO, one.method_id or 0))


def _says(newest: Trial | None, *, is_fresh: bool) -> str:
    if newest is None:
        return "It was not tried yet."
    if newest.proved_at is not None:
        return "The last test arrived." if is_fresh else "No test arrived for eight days."
    if newest.failed_at is not None:
        return f"The last test failed: {newest.why or 'no reason was given'}"
    return "The last test is on its way." if is_fresh else "No test arrived for eight days."
