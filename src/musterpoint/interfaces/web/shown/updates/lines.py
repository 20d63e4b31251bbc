"""What each audience of an incident is owed next, a line for each, what is due first on top."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as later

from musterpoint.apps.communications.queries import updates
from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import OPEN
from musterpoint.domain.updates import Told, owed
from musterpoint.domain.updates.cadence import latest_next

STATE = {
    "drafted": (later("draft"), ""),
    "approval": (later("waits for approval"), "soon"),
    "approved": (later("approved, not sent"), "soon"),
    "sent": (later("sent"), "ok"),
    "wrong": (later("wrong: correct it"), "major"),
    "abandoned": (later("given up"), ""),
}
UNDER_WAY = ("drafted", "approval", "approved")
SAID = ("sent", "wrong")


def in_room(room: Room, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """Return the context of the room's piece."""
    rows = list(updates.of_incident(room.incident.pk))
    is_open = room.incident.status in OPEN
    lines = audiences(room, rows, at=at) if is_open else []
    return {
        "audiences": lines,
        "is_late": any(one["is_late"] for one in lines),
        "has_updates": bool(rows),
        "may_update": is_open and may(actor.roles, Action.UPDATE),
    }


def audiences(room: Room, rows: Sequence[Any], *, at: datetime) -> list[dict[str, Any]]:
    """Return a line for each audience that is owed a word, or for which one is under way."""
    strategy = room.version.strategy
    stages = updates.stages(room.incident, strategy, at=at)
    due = {one.audience: one for one in owed(strategy, stages, told(rows))}
    codes = dict.fromkeys((*due, *(one.audience for one in _under_way(rows))))
    found = []
    for code in codes:
        mine = [one for one in rows if one.audience == code]
        next_one = due.get(code)
        found.append(
            {
                "code": code,
                "name": _name(strategy, code),
                "rule": next_one.rule if next_one else "",
                "due_at": next_one.due_at if next_one else None,
                "is_late": next_one is not None and next_one.is_late(at=at),
                "is_first": next_one is not None and next_one.is_first,
                "next_at": _next(strategy, next_one.rule if next_one else "", at=at),
                "last_at": max((one.sent_at for one in mine if one.sent_at), default=None),
                "open": [state_of(one) for one in _under_way(mine)],
            }
        )
    return found


def told(rows: Iterable[Any]) -> dict[str, list[Told]]:
    """Return what went out to each audience, in order."""
    found: dict[str, list[Told]] = {}
    for one in rows:
        if one.state in SAID and one.sent_at is not None:
            word = Told(at=one.sent_at, next_at=one.next_at, is_final=one.is_last)
            found.setdefault(one.audience, []).append(word)
    return found


def state_of(one: Any) -> dict[str, Any]:
    """Return how an update stands, in words."""
    label, tone = STATE[one.state]
    return {"number": one.number, "state": one.state, "label": label, "tone": tone}


def _under_way(rows: Iterable[Any]) -> list[Any]:
    """Return what somebody still has to do something about: drafts, and wrong ones uncorrected."""
    known = list(rows)
    corrected = {one.corrects_id for one in known if one.state in SAID}
    return [
        one
        for one in known
        if one.state in UNDER_WAY or (one.state == "wrong" and one.pk not in corrected)
    ]


def _next(strategy: Strategy, rule: str, *, at: datetime) -> datetime | None:
    """Return the time to give for the next update that leaves now."""
    return latest_next(strategy.communications.get(rule), at=at)


def _name(strategy: Strategy, code: str) -> str:
    found = strategy.audiences.get(code)
    return found.name if found else code
