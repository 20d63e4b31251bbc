"""What somebody hands over: the live state of an incident as a value, and the items made from it.

Knows nothing of people's rights. The words for a colleague are ``handover_summary``'s business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ACCEPT_WITHIN = timedelta(minutes=15)
"""How long an offer waits, unless the giver says otherwise; then it lapses and escalates."""


class Form(StrEnum):
    """The order in which a summary says things."""

    SBAR = "sbar"
    IIMARCH = "iimarch"


class Passing(StrEnum):
    """What may become of an item. ``kept``: nobody took it. ``gone``: there is nothing left."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    KEPT = "kept"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Something that is open. ``part`` is its name in the ledger, such as ``task:3``."""

    part: str
    says: str
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Whom an update went to, what it said, and when."""

    who: str
    says: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveState:
    """One incident as it stands, as far as somebody who takes over must know.

    ``leads`` says that the giver answers for all of it; others hand over their roles and tasks.
    ``tasks`` are the giver's, and so is what they ``owe`` somebody by a time. ``timers`` fall due
    by themselves and pass with nobody.
    """

    ref: str
    summary: str
    status: str
    priority: str
    logged_at: datetime
    leads: bool = True
    because: tuple[str, ...] = ()
    impact: str = ""
    urgency: str = ""
    customers_affected: int | None = None
    is_major: bool = False
    life_safety: bool = False
    distress: bool = False
    waits_for: str = ""
    began_at: datetime | None = None
    cause: str = ""
    cause_is_proven: bool = False
    roles: tuple[Open, ...] = ()
    tasks: tuple[Open, ...] = ()
    owe: tuple[Open, ...] = ()
    promises: tuple[Open, ...] = ()
    obligations: tuple[Open, ...] = ()
    gaps: tuple[Open, ...] = ()
    help: tuple[Open, ...] = ()
    timers: tuple[Open, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to accept or decline."""

    part: str
    says: str
    due_at: datetime | None = None

    @property
    def kind(self) -> str:
        """What it is: role, task, promise, clock, obligation, gap, help, welfare, note."""
        return self.part.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What is not as it was; ``before`` or ``now`` is empty for what came or went."""

    point: str
    before: str
    now: str


WELFARE = "welfare"
WELFARE_SAYS = "Look after the colleagues this distressed"


def items(state: LiveState) -> tuple[Item, ...]:
    """Return what passes item by item: roles first, then the rest by when it falls due."""
    rest = [*state.tasks, *state.owe]
    if state.leads:
        rest += [*state.promises, *state.obligations, *state.help, *state.gaps]
    else:
        rest += state.help
    rest.sort(key=lambda one: (one.due_at is None, one.due_at or state.logged_at))
    found = [_item(one) for one in (*state.roles, *rest)]
    if state.leads and state.distress:
        found.insert(len(state.roles), Item(part=WELFARE, says=WELFARE_SAYS))
    return tuple(found)


def points(state: LiveState) -> dict[str, str]:
    """Return what somebody who wrote a handover relied on, point by point, to compare later."""
    found = {
        "status": state.status,
        "priority": state.priority,
        "summary": state.summary,
        "impact": state.impact,
        "urgency": state.urgency,
        "cause": state.cause,
        "waits for": state.waits_for,
        "customers affected": _text(state.customers_affected),
        "major incident": _text(state.is_major or None),
        "began": _text(state.began_at),
    }
    found |= {each.part: _open_text(each) for each in _open_parts(state)}
    return {point: says for point, says in found.items() if says}


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[Changed, ...]:
    """Return the points that differ, in the order of ``now`` and then of ``before``."""
    order = dict.fromkeys((*now, *before))
    return tuple(
        Changed(point=point, before=before.get(point, ""), now=now.get(point, ""))
        for point in order
        if before.get(point, "") != now.get(point, "")
    )


def _item(one: Open) -> Item:
    return Item(part=one.part, says=one.says, due_at=one.due_at)


def _open_parts(state: LiveState) -> Iterator[Open]:
    yield from state.roles
    yield from state.tasks
    yield from state.owe
    yield from state.promises
    yield from state.obligations
    yield from state.gaps
    yield from state.help


def _open_text(one: Open) -> str:
    return f"{one.says} {_text(one.due_at)}".strip()


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d %H:%M} UTC" if isinstance(value, datetime) else str(value)
