"""Reads a record of changes as a past to replay: what was judged when, and when it was held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from musterpoint.domain.clocks import EventKind
from musterpoint.domain.history import Point, Told, last_end
from musterpoint.domain.priority import Facts
from musterpoint.domain.replay.past import REOPENED, Happened, Hold, Judgement, PastIncident
from musterpoint.domain.states import Status

Entry = tuple[datetime, Iterable[Mapping[str, Any]]]
"""An instant, and the changes of that instant as the ledger holds them."""

_ENDED = frozenset({Status.RESOLVED.value, Status.CLOSED.value})
_JUDGED = frozenset(one.name for one in fields(Facts)) - {"key_account", "clock_share_left"}
_TEXTS = frozenset({"impact", "urgency", "category", "override_priority"})


def facts_from(values: Mapping[str, Any], *, key_account: bool) -> Facts:
    """Return what the priority rule may know, from an incident's row or what a ledger adds up to.

    An empty text is not known; so is what is missing.
    """
    known: dict[str, Any] = {name: values.get(name) for name in _JUDGED}
    texts = {name: known[name] or None for name in _TEXTS}
    reason = known["override_reason"] or ""
    return Facts(**{**known, **texts, "override_reason": reason, "key_account": key_account})


def judgements(
    entries: Iterable[Entry], *, logged_at: datetime, key_account: bool
) -> tuple[Judgement, ...]:
    """Return what was judged from when on; the first holds from ``logged_at``."""
    state: dict[str, Any] = {}
    found: list[Judgement] = []
    for at, changes in entries:
        told = {c["field"]: c["new"] for c in changes if c["of"] == "incident"}
        state |= {name: told[name] for name in told.keys() & _JUDGED}
        facts = facts_from(state, key_account=key_account)
        if found and found[-1].facts == facts:
            continue
        moment = max(at, logged_at) if found else logged_at
        if found and found[-1].at == moment:
            found.pop()
        found.append(Judgement(at=moment, facts=facts))
    return tuple(found)


def holds_of_events(events: Sequence[Mapping[str, Any]]) -> tuple[Hold, ...]:
    """Return the holds that a clock's events show, and the time between its stop and reopening."""
    return tuple(_spans(_told_by(event) for event in events))


def holds_of_points(points: Sequence[Point]) -> tuple[Hold, ...]:
    """Return the holds that an incident's states show, whatever a strategy may think of them."""
    return tuple(_spans((point.at, _kept_from_counting(point)) for point in points))


def past_of_told(ref: str, told: Told) -> PastIncident:
    """Return the past of an incident that another system's log tells and nothing keeps."""
    state = told.state
    last = told.points[-1].at
    logged_at = _instant(state["logged_at"]) or last
    ended_at = _instant(state["resolved_at"]) or _end_of(told.points)
    met_target = state["source_met_target"]
    return PastIncident(
        ref=ref,
        logged_at=logged_at,
        judgements=judgements(
            ((one.at, one.data["changes"]) for one in told.entries),
            logged_at=logged_at,
            key_account=False,
        ),
        until=ended_at or max(last, logged_at),
        happened=Happened(
            priority=str(state["priority"]),
            met_target=met_target if isinstance(met_target, bool) else None,
        ),
        began_at=_instant(state["began_at"]),
        acknowledged_at=_instant(state["acknowledged_at"]),
        ended_at=ended_at,
        holds=holds_of_points(told.points),
    )


def _end_of(points: Sequence[Point]) -> datetime | None:
    """Return when the log first showed an end that lasted: sources forget to say when that was."""
    place = last_end(points)
    return None if place < 0 else points[place].at


def _instant(value: object) -> datetime | None:
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None


def _told_by(event: Mapping[str, Any]) -> tuple[datetime, str | None] | None:
    at = datetime.fromisoformat(event["at"])
    match event["kind"]:
        case EventKind.HELD:
            return at, event.get("reason", "") or "?"
        case EventKind.MET | EventKind.CANCELLED:
            return at, REOPENED
        case EventKind.RESUMED | EventKind.REOPENED:
            return at, None
    return None


def _kept_from_counting(point: Point) -> str | None:
    if point.status == Status.ON_HOLD:
        return point.hold_reason or "?"
    return REOPENED if point.status in _ENDED else None


def _spans(course: Iterable[tuple[datetime, str | None] | None]) -> Iterator[Hold]:
    """Yield each span with one reason. The end of an incident is no hold: nothing comes after."""
    start: datetime | None = None
    reason: str | None = None
    for one in course:
        if one is None or one[1] == reason:
            continue
        if start is not None and reason is not None:
            yield Hold(start=start, end=one[0], reason=reason)
        start, reason = one
    if start is not None and reason:
        yield Hold(start=start, end=None, reason=reason)
