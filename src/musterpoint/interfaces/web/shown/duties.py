"""The duties of one incident: how much time is left, what stands behind it, why it ends then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.incidents.operations import duties
from musterpoint.apps.incidents.operations.clocks import STOPPED
from musterpoint.apps.incidents.queries import Room
from musterpoint.apps.incidents.queries.one import Duty
from musterpoint.domain import obligations as rules
from musterpoint.domain.clocks import ClockState
from musterpoint.domain.obligations import Due
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Confidence, Obligation, Strength
from musterpoint.interfaces.web.shown import promises
from musterpoint.interfaces.web.shown.duty_sums import sum_of
from musterpoint.interfaces.web.templatetags.musterpoint import centre_date

STRENGTH: Mapping[str, tuple[str, Any]] = {
    Strength.STATUTE: ("law", later("law")),
    Strength.RULE: ("law", later("regulator's rule")),
    Strength.REGULATOR_POLICY: ("law", later("regulator's policy")),
    Strength.GUIDANCE: ("house", later("guidance")),
    Strength.CONTRACT: ("contract", later("contract")),
    Strength.HOUSE: ("house", later("our own target")),
}
"""What stands behind a time: its tone and its word."""


def shown(room: Room, *, at: datetime, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the incident's duties and what its contracts leave to people; open ones first.

    ``typed`` is what was written to settle one and refused, by its code.
    """
    rows = [_duty(one, room, at=at) for one in room.obligations]
    rows += _promised(room)
    for row in rows:
        row["form"] = {"evidence": {"value": typed[row["pk"]]}} if row["pk"] in typed else None
    return sorted(rows, key=_order)


def not_ours(room: Room) -> list[dict[str, str]]:
    """Return the duties that the category names and whose clocks did not start, and why."""
    if room.incident.source_system:
        return []
    return [
        {
            "label": one.rule.name or one.rule.says,
            "says": one.decision.because[0].says,
            "clause": f"obligations.{one.rule.code}",
        }
        for one in duties.owed(room.incident, room.version.strategy)
        if not one.is_ours
    ]


def _order(row: dict[str, Any]) -> tuple[bool, float]:
    due = row["due_at"]
    return (row["settled_at"] is not None, due.timestamp() if due else float("inf"))


def _duty(row: Duty, room: Room, *, at: datetime) -> dict[str, Any]:
    strategy = room.version.strategy
    rule = strategy.obligations.get(row.code)
    is_open = row.state == "open"
    due = rules.anchored(strategy, rule, row.anchor_at) if rule and row.anchor_at else None
    tone, word = STRENGTH.get(row.strength, ("", ""))
    return {
        "pk": row.code,
        "id": row.code,
        "label": (rule.name or rule.says) if rule else row.code,
        "to_whom": rule.notify if rule else "",
        "says": _says(rule) + ("" if is_open else f" · {row.reason}"),
        "due_at": row.due_at,
        "house_at": due.house_at if due and is_open else None,
        "settled_at": None if is_open else row.settled_at,
        "settled_by": row.settled_by,
        "settled_as": _settled_as(row.state),
        "provisional": row.is_provisional,
        "anchor": rule.anchor if rule else "",
        "anchor_at": row.anchor_at,
        "anchor_by": row.anchor_set_by,
        "anchor_reason": row.anchor_reason if row.anchor_set_at else "",
        "may_anchor": is_open and rule is not None and _counts(strategy, rule, at),
        "tone": tone,
        "strength": str(word),
        "percent": _percent(row, at=at),
        "from_memory": rule is not None and rule.confidence is Confidence.MEMORY,
        "law": _law(rule),
        "sum": list(_lines(due)),
        "clause": f"obligations.{row.code}",
    }


def _promised(room: Room) -> Iterator[dict[str, Any]]:
    """Yield the contract's clocks that only a person can say are met."""
    strategy = room.version.strategy
    newest = {clock.kind: clock for clock in room.clocks if clock.kind.startswith("contract.")}
    for clock in newest.values():
        found = rules.clock_of(strategy, clock.kind)
        is_open = clock.state not in STOPPED
        is_by_hand = any("reason" in event and event["kind"] != "held" for event in clock.events)
        if found is None or not (found[1].met_by == "hand" or (not is_open and is_by_hand)):
            continue
        contract, rule = found
        state = "not_applicable" if clock.state == ClockState.CANCELLED else "done"
        yield {
            "pk": clock.kind,
            "id": clock.kind.replace(".", "-"),
            "label": promises.name(clock.kind, strategy),
            "to_whom": rule.notify,
            "says": f"{contract.name} · {rule.notify}",
            "due_at": clock.due_at,
            "settled_at": None if is_open else datetime.fromisoformat(clock.events[-1]["at"]),
            "settled_as": _settled_as(state),
            "provisional": is_open and not any(e["kind"] == "corrected" for e in clock.events),
            "anchor": rule.anchor,
            "anchor_at": clock.started_at,
            "may_anchor": is_open,
            "tone": "contract",
            "strength": str(STRENGTH[Strength.CONTRACT][1]),
            "percent": None,
            "sum": [],
            "clause": f"contracts.{contract.code}.clocks.{rule.code}",
        }


def _settled_as(state: str) -> str:
    words = {
        "done": _("done"),
        "not_applicable": _("does not apply"),
        "superseded": _("another version of the law holds"),
    }
    return words.get(state, state)


def _says(rule: Obligation | None) -> str:
    return f"{rule.notify}, {rule.within}" if rule else ""


def _counts(strategy: Strategy, rule: Obligation, at: datetime) -> bool:
    return rules.anchored(strategy, rule, at) is not None


def _percent(row: Duty, *, at: datetime) -> int | None:
    if row.anchor_at is None or row.due_at is None or row.state != "open":
        return None
    left = rules.share_left(anchor=row.anchor_at, due=row.due_at, at=at)
    return min(100, max(0, round((1 - left) * 100)))


def _law(rule: Obligation | None) -> str:
    if rule is None or (rule.in_force_from is None and not rule.reference):
        return ""
    if rule.in_force_from is None:
        return rule.reference
    since = _("in force since %(day)s") % {"day": centre_date(rule.in_force_from)}
    return f"{rule.reference}, {since}" if rule.reference else since


def _lines(due: Due | None) -> Iterator[dict[str, str]]:
    if due is not None:
        for line in due.lines:
            yield sum_of(line)
