"""The history of a status page as others write it, and how long people waited between its updates.

Reads one incident or planned work from a mapping; knows the shape of feeds (``updates`` with ``at``
and ``message``) and of status page services (``incident_updates`` with ``created_at``, ``body``).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

PLANNED = "maintenance"
PLANNED_STATES = frozenset({"scheduled", "in_progress", "verifying", "completed"})
DONE_STATES = frozenset({"resolved", "completed", "postmortem"})
IMPACTS = frozenset({"none", "minor", "major", "critical", PLANNED})
LONGEST_TITLE = 300
LONGEST_KEY = 200
MINUTE = timedelta(minutes=1)


class UnreadableHistory(ValueError):
    """Why one entry of the file is left out; says which field to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One update of a page: when, under which state, in which words."""

    at: datetime
    status: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One incident or planned work with its updates in order of time."""

    key: str
    title: str
    impact: str
    components: tuple[str, ...]
    updates: tuple[Said, ...]
    planned_from: datetime | None = None
    planned_until: datetime | None = None
    address: str = ""

    @property
    def is_planned(self) -> bool:
        return self.impact == PLANNED

    @property
    def began_at(self) -> datetime:
        return self.updates[0].at

    @property
    def resolved_at(self) -> datetime | None:
        """The instant at which it was last said to be over, if it was."""
        ends = [one.at for one in self.updates if one.status in DONE_STATES]
        return ends[-1] if ends else None


def read(row: object) -> History:
    """Return what ``row`` tells, or raise UnreadableHistory."""
    if not isinstance(row, Mapping):
        raise UnreadableHistory("this is not an object with fields")
    key = _first(row, "id", "key", "entry_id", "code")
    title = _first(row, "title", "name", "summary")
    if not key:
        raise UnreadableHistory("id is missing; without it a second import would double it")
    if not title:
        raise UnreadableHistory("title is missing")
    listed = next((row[n] for n in ("updates", "incident_updates", "entries") if n in row), None)
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
        raise UnreadableHistory("updates is missing or empty; there is nothing to read")
    updates = sorted((_said(one, place) for place, one in enumerate(listed, 1)), key=lambda u: u.at)
    return History(
        key=key[:LONGEST_KEY],
        title=title[:LONGEST_TITLE],
        impact=_impact(row, updates),
        components=_components(row),
        updates=tuple(updates),
        planned_from=_maybe(row, "scheduled_for", "planned_from"),
        planned_until=_maybe(row, "scheduled_until", "planned_until"),
        address=_first(row, "url", "shortlink"),
    )


def _said(one: object, place: int) -> Said:
    if not isinstance(one, Mapping):
        raise UnreadableHistory(f"update {place} is not an object with fields")
    at = _maybe(one, "at", "display_at", "created_at", "timestamp")
    if at is None:
        raise UnreadableHistory(f"update {place} has no instant such as 2022-03-28T15:02:00Z")
    return Said(
        at=at,
        status=_state(_first(one, "status", "state")),
        says=_first(one, "message", "body", "says", "text"),
    )


def _state(text: str) -> str:
    return text.strip().lower().replace(" ", "_")[:24] or "update"


def _impact(row: Mapping[str, Any], updates: Iterable[Said]) -> str:
    given = _first(row, "impact", "impact_override").lower()
    planned = "scheduled_for" in row and row["scheduled_for"]
    if planned or PLANNED in given or all(one.status in PLANNED_STATES for one in updates):
        return PLANNED
    return given if given in IMPACTS else "none"


def _components(row: Mapping[str, Any]) -> tuple[str, ...]:
    listed = row.get("components")
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return ()
    names = (_first(one, "name") if isinstance(one, Mapping) else str(one) for one in listed)
    return tuple(dict.fromkeys(name[:120] for name in names if name))


def _first(row: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def _maybe(row: Mapping[str, Any], *names: str) -> datetime | None:
    for name in names:
        value = row.get(name)
        if value in (None, ""):
            continue
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            raise UnreadableHistory(f"{name} {value!r} is no ISO instant") from None
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How long people waited for the next word. Planned work is counted apart.

    Gaps are whole and broken minutes between two updates of one incident; ``longest`` is the
    longest of each incident that had two updates at least.
    """

    incidents: int
    planned: int
    updates: int
    gaps: tuple[float, ...]
    longest: tuple[float, ...]

    def over(self, minutes: float) -> int:
        """Return how many incidents let people wait longer than ``minutes`` at least once."""
        return sum(gap > minutes for gap in self.longest)

    def kept(self, minutes: float) -> float | None:
        """Return the share of gaps no longer than ``minutes``; None without any gap."""
        return sum(gap <= minutes for gap in self.gaps) / len(self.gaps) if self.gaps else None

    def middle(self) -> float | None:
        """Return the median gap in minutes."""
        return median(self.gaps) if self.gaps else None

    def percentile(self, share: float) -> float | None:
        """Return the gap that ``share`` of all gaps do not exceed (nearest rank), in minutes."""
        if not self.gaps:
            return None
        return sorted(self.gaps)[max(math.ceil(share * len(self.gaps)), 1) - 1]


def cadence(told: Iterable[tuple[bool, Collection[datetime]]]) -> Cadence:
    """Measure incidents given as ``(is planned, instants of their updates)``."""
    incidents = planned = updates = 0
    gaps: list[float] = []
    longest: list[float] = []
    for is_planned, instants in told:
        incidents += 1
        if is_planned:
            planned += 1
            continue
        updates += len(instants)
        own = _gaps(instants)
        gaps += own
        longest += [max(own)] if own else []
    return Cadence(
        incidents=incidents,
        planned=planned,
        updates=updates,
        gaps=tuple(gaps),
        longest=tuple(longest),
    )


def _gaps(instants: Collection[datetime]) -> list[float]:
    in_order = sorted(instants)
    return [(later - earlier) / MINUTE for earlier, later in itertools.pairwise(in_order)]
