"""What a status page says: how its components are, how grave it is, what was moved, who wants it.

Every word here is fit for people outside. Whether a statement is verified is another rule's matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class ComponentStatus(StrEnum):
    """How a component is. The values are those that readers of status pages know."""

    OPERATIONAL = "operational"
    DEGRADED = "degraded_performance"
    PARTIAL = "partial_outage"
    MAJOR = "major_outage"
    MAINTENANCE = "under_maintenance"


class Impact(StrEnum):
    """How grave a notice is, or the whole page."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"
    MAINTENANCE = "maintenance"


class NoticeState(StrEnum):
    """Where an incident stands for readers, and where planned work does."""

    INVESTIGATING = "investigating"
    IDENTIFIED = "identified"
    MONITORING = "monitoring"
    RESOLVED = "resolved"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    VERIFYING = "verifying"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


ENDED = frozenset({NoticeState.RESOLVED, NoticeState.COMPLETED, NoticeState.CANCELLED})
PLANNED_NEXT: Mapping[NoticeState, tuple[NoticeState, ...]] = {
    NoticeState.SCHEDULED: (NoticeState.IN_PROGRESS, NoticeState.CANCELLED),
    NoticeState.IN_PROGRESS: (NoticeState.VERIFYING, NoticeState.COMPLETED),
    NoticeState.VERIFYING: (NoticeState.COMPLETED, NoticeState.IN_PROGRESS),
    NoticeState.COMPLETED: (),
    NoticeState.CANCELLED: (),
}

_GRAVITY = (Impact.NONE, Impact.MAINTENANCE, Impact.MINOR, Impact.MAJOR, Impact.CRITICAL)
_MEANS: Mapping[str, Impact] = {
    ComponentStatus.OPERATIONAL: Impact.NONE,
    ComponentStatus.DEGRADED: Impact.MINOR,
    ComponentStatus.PARTIAL: Impact.MAJOR,
    ComponentStatus.MAJOR: Impact.CRITICAL,
    ComponentStatus.MAINTENANCE: Impact.MAINTENANCE,
}
_SHOWN_AS = {impact: ComponentStatus(status) for status, impact in _MEANS.items()}
WORDS: Mapping[Impact, str] = {
    Impact.NONE: "Everything works",
    Impact.MAINTENANCE: "Planned work is under way",
    Impact.MINOR: "Something works less well than it should",
    Impact.MAJOR: "Part of the service does not work",
    Impact.CRITICAL: "A large part of the service does not work",
}


class IllegalTurn(ValueError):
    """Planned work cannot go there from here; the message says where it can go."""

    def __init__(self, present: NoticeState, to: NoticeState) -> None:
        self.present, self.to = present, to
        ways = " or ".join(one.value.replace("_", " ") for one in PLANNED_NEXT.get(present, ()))
        where = f"From here it can become {ways}." if ways else "It has ended."
        super().__init__(
            f"Work that is {present.value.replace('_', ' ')} cannot become "
            f"{to.value.replace('_', ' ')}. {where}"
        )


def turn(present: NoticeState, *, to: NoticeState) -> NoticeState:
    """Return ``to``, or raise IllegalTurn."""
    if to not in PLANNED_NEXT.get(present, ()):
        raise IllegalTurn(present, to)
    return to


def overall(components: Iterable[str], impacts: Iterable[str]) -> Impact:
    """Return the gravest of what the components show and what open incidents say."""
    found = [_MEANS.get(status, Impact.NONE) for status in components]
    found += [Impact(one) for one in impacts]
    return max(found, key=_GRAVITY.index, default=Impact.NONE)


def gravest(impacts: Iterable[str]) -> Impact:
    """Return the gravest of these."""
    return overall((), impacts)


def suffers(impact: str) -> ComponentStatus:
    """Return how a component is shown that an open notice of this impact names."""
    return _SHOWN_AS[Impact(impact)]


def impact_of(rank: int, *, is_major: bool) -> Impact:
    """Return the impact shown for the place of a priority in the strategy's order, from 0."""
    if is_major or rank <= 0:
        return Impact.CRITICAL
    return Impact.MAJOR if rank == 1 else Impact.MINOR


def next_state(
    present: str | None, *, is_last: bool, is_restored: bool, cause_is_known: bool
) -> NoticeState:
    """Return where an incident stands after an update; it never goes back but from resolved."""
    if is_last:
        return NoticeState.RESOLVED
    if is_restored:
        return NoticeState.MONITORING
    if cause_is_known or present == NoticeState.IDENTIFIED:
        return NoticeState.IDENTIFIED
    return NoticeState.INVESTIGATING


def wants(chosen: Collection[str], touched: Collection[str]) -> bool:
    """Return whether somebody who chose components hears of a notice that touches some.

    No choice means all of them; a notice that names none concerns everybody.
    """
    return not chosen or not touched or not set(chosen).isdisjoint(touched)


Spell = tuple[datetime, datetime | None, str]
"""From when until when something was wrong (None: it still is), and its impact."""


def each_day(spells: Iterable[Spell], *, last: date, count: int, zone: str) -> tuple[Impact, ...]:
    """Return the gravest impact of each of the ``count`` days that end with ``last``."""
    wall = ZoneInfo(zone)
    first = last - timedelta(days=count - 1)
    found = [Impact.NONE] * count
    for began_at, ended_at, impact in spells:
        start = max(began_at.astimezone(wall).date(), first)
        end = min(ended_at.astimezone(wall).date() if ended_at else last, last)
        for place in range((start - first).days, (end - first).days + 1):
            found[place] = gravest((found[place], impact))
    return tuple(found)


Window = tuple[datetime, datetime]


def what_moved(was: Window, now: Window, *, zone: str) -> Sequence[str]:
    """Return a sentence for each end of planned work that was moved, old and new instant in it."""
    found = []
    for old, new, verb in zip(was, now, ("begins", "ends"), strict=True):
        if old != new:
            when = f"{instant(new, zone=zone)} instead of {instant(old, zone=zone)}"
            found.append(f"It {verb} {when}.")
    return tuple(found)


def instant(at: datetime, *, zone: str) -> str:
    """Return an instant for people, such as ``Tue 24 Nov 2026, 22:00 GMT``."""
    return at.astimezone(ZoneInfo(zone)).strftime("%a %-d %b %Y, %H:%M %Z")
