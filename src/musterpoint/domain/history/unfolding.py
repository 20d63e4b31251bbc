"""The updates of one incident as what happened: one entry per update, with old and new values.

Repeats are dropped, order is restored, and what is already known is not told again. An update that
arrives after a later one was recorded is entered late and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from musterpoint.domain.history.course import Point
from musterpoint.domain.history.rows import Update
from musterpoint.domain.history.telling import (
    EMPTY_STATE,
    Happening,
    Told,
    apply,
    apply_facts,
)
from musterpoint.domain.history.values import Value
from musterpoint.domain.ledger import instant
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import Status

ENDED = frozenset({Status.RESOLVED.value, Status.CLOSED.value})
IMPORTED, UPDATED, LATE, CORRECTED = (
    "imported", "imported_update", "imported_late", "imported_correction",
)  # fmt: skip
KINDS = (IMPORTED, UPDATED, LATE, CORRECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is on record of an incident already."""

    state: Mapping[str, Value]
    facts: Mapping[str, str]
    summary: Mapping[str, Any]
    digests: frozenset[str]
    points: tuple[Point, ...]


NOTHING_KNOWN = Past(state=EMPTY_STATE, facts={}, summary={}, digests=frozenset(), points=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for all incidents of one import. ``counted`` are counters the source keeps."""

    source: str
    strategy: Strategy
    version_id: int
    counted: frozenset[str] = frozenset()
    rows_are_whole: bool = True


def unfold(updates: Iterable[Update], *, past: Past, ref: str, terms: Terms) -> Told:
    """Return what the updates of one incident add to ``past``."""
    ordered = sorted(updates, key=lambda u: (u.at_text, u.sequence, u.line))
    told = Told(
        state=dict(past.state),
        facts=dict(past.facts),
        summary=_summary(past),
        points=list(past.points),
    )
    fresh = _fresh(ordered, past, told)
    last = tuple(told.summary["last"])
    for update in fresh:
        if update.place < last:
            told.entries.append(_late(update))
            _summarise(told.summary, update)
    onward = [update for update in fresh if update.place >= last]
    _go_on(told, onward, is_new=not past.digests, ref=ref, terms=terms)
    if not onward and ordered and ordered[-1].place >= last and past.digests:
        _correct(told, ordered[-1])
    _close_summary(told, past, onward)
    return told


def _go_on(told: Told, onward: Sequence[Update], *, is_new: bool, ref: str, terms: Terms) -> None:
    """Tell the updates in order; final values come with the end, the rest with the last one."""
    ends_at = _ending(onward, told)
    for place, update in enumerate(onward):
        _tell(told, update, first=is_new and place == 0, ref=ref, terms=terms)
        last = onward[-1]
        keep = last.final_facts.keys() if terms.rows_are_whole else told.facts.keys()
        apply_facts(told, update.facts, keep=keep)
        if place == ends_at and "resolved_at" in last.finals:
            apply(told, {"resolved_at": last.finals["resolved_at"]})
        if update is last:
            apply(told, _tenable(told, last.finals))
            apply_facts(told, last.final_facts, keep=told.facts.keys())
            _keep_constraints(told)
        _summarise(told.summary, update)


def _fresh(ordered: Sequence[Update], past: Past, told: Told) -> list[Update]:
    met: set[str] = set(past.digests)
    fresh: dict[str, Update] = {}
    for update in ordered:
        if update.digest in met:
            told.repeats += 1
            if update.digest in fresh:
                fresh[update.digest] = update  # from a later export, whose final values count
            continue
        met.add(update.digest)
        fresh[update.digest] = update
    told.new = len(fresh)
    return list(fresh.values())


def _tell(told: Told, update: Update, *, first: bool, ref: str, terms: Terms) -> None:
    data: dict[str, Any] = {"changes": [], "row": update.digest}
    if update.by:
        data["by"] = update.by
    if update.notes:
        data["notes"] = list(update.notes)
    if first:
        born = {"strategy": terms.version_id, "source_system": terms.source, "source_ref": ref}
        data["changes"] = [
            {"of": "incident", "field": name, "old": None, "new": new} for name, new in born.items()
        ]
    told.entries.append(Happening(IMPORTED if first else UPDATED, update.at, data))
    before = dict(told.state)
    apply(told, update.state)
    if first:
        _fill_gaps(told, update, strategy=terms.strategy, name=f"{terms.source} {ref}")
    _derive(told, update, before=before, terms=terms)
    told.points.append(
        Point(
            at=update.at,
            status=str(told.state["status"]),
            hold_reason=str(told.state["hold_reason"] or ""),
            priority=str(told.state["priority"]),
        )
    )


def _derive(told: Told, update: Update, *, before: Mapping[str, Value], terms: Terms) -> None:
    """Fill what the source does not say itself: acknowledgement, and counters it does not keep."""
    now = told.state
    counted = terms.counted
    if now["priority"] != before["priority"]:
        gravest = _gravest(terms.strategy, now["gravest_priority"], now["priority"])
        apply(told, {"gravest_priority": gravest})
    if now["acknowledged_at"] is None and now["status"] != Status.LOGGED.value:
        apply(told, {"acknowledged_at": max(update.at_text, str(now["logged_at"] or ""))})
    if (
        "reopened" not in counted
        and before["status"] in ENDED
        and now["status"] not in ENDED
        and told.points
    ):
        apply(told, {"reopened": _number(now["reopened"]) + 1})
    if (
        "reassignments" not in counted
        and before["group_named"]
        and now["group_named"] not in ("", before["group_named"])
    ):
        apply(told, {"reassignments": _number(now["reassignments"]) + 1})


def _gravest(strategy: Strategy, one: Value, other: Value) -> Value:
    codes = [level.code for level in strategy.priorities]
    ranks = {code: rank for rank, code in enumerate(codes)}
    return min((one or other, other), key=lambda code: ranks.get(str(code), len(codes)))


def _fill_gaps(told: Told, update: Update, *, strategy: Strategy, name: str) -> None:
    """Give the first entry what a row must have, and name what was assumed."""
    assumed: dict[str, Value] = {}
    if told.state["logged_at"] is None:
        assumed["logged_at"] = update.at_text
    if not told.state["summary"]:
        assumed["summary"] = name[:300]
    if not told.state["priority"]:
        cell = (str(told.state["impact"]), str(told.state["urgency"]))
        assumed["priority"] = strategy.matrix.get(cell, strategy.priorities[-1].code)
    if "status" not in update.state:
        known = {**told.state, **update.finals}
        ended = "closed" if known["closed_at"] else "resolved" if known["resolved_at"] else "logged"
        assumed["status"] = ended
    apply(told, assumed)
    if assumed:
        told.entries[-1].data["assumed"] = sorted(assumed)


def _ending(onward: Sequence[Update], told: Told) -> int:
    """Return at which update the incident ended for the last time; -1 when it is still open."""
    status = told.state["status"]
    statuses = []
    for update in onward:
        status = update.state.get("status", status)
        statuses.append(status)
    if not statuses or statuses[-1] not in ENDED:
        return -1
    place = len(statuses) - 1
    while place and statuses[place - 1] in ENDED:
        place -= 1
    return place


def _tenable(told: Told, finals: Mapping[str, Value]) -> dict[str, Value]:
    """Return the final values without an empty one for the very instant that the end needs."""
    needed = _NEEDED.get(str(told.state["status"]))
    return {name: value for name, value in finals.items() if name != needed or value is not None}


_NEEDED = {"resolved": "resolved_at", "closed": "closed_at"}


def _keep_constraints(told: Told) -> None:
    """An ended incident has an instant of its end: the update's, when the source gives none."""
    name, entry = _NEEDED.get(str(told.state["status"])), told.entries[-1]
    if name and told.state[name] is None:
        apply(told, {name: instant(told.points[-1].at)})
        entry.data["assumed"] = sorted({*entry.data.get("assumed", ()), name})


def _correct(told: Told, newest: Update) -> None:
    """Enter final values that a later export shows although no update came with them."""
    told.entries.append(Happening(CORRECTED, newest.at, {"changes": []}))
    apply(told, _tenable(told, newest.finals))
    apply_facts(told, newest.final_facts, keep=told.facts.keys())
    if not told.entries[-1].data["changes"]:
        told.entries.pop()


def _late(update: Update) -> Happening:
    tells = {name: value for name, value in update.state.items() if value not in (None, "")}
    data: dict[str, Any] = {"changes": [], "row": update.digest, "tells": tells}
    if update.by:
        data["by"] = update.by
    return Happening(LATE, update.at, data)


def _summary(past: Past) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "updates": 0, "groups": [], "waited_for": [], "priorities": [], "last": ["", -1],
    }  # fmt: skip
    return {name: _copied(past.summary.get(name, value)) for name, value in empty.items()}


def _summarise(summary: dict[str, Any], update: Update) -> None:
    """Count the update, and note what it shows that the row forgets again."""
    summary["updates"] += 1
    shown = {
        "groups": update.state.get("group_named"),
        "priorities": update.state.get("priority"),
        "waited_for": update.waiting_for or None,
    }
    for name, value in shown.items():
        if value is not None and value not in summary[name]:
            summary[name] = sorted([*summary[name], value])


def _close_summary(told: Told, past: Past, onward: Sequence[Update]) -> None:
    """Put the summary of the whole history with the last entry; it is what reports read."""
    if onward:
        told.summary["last"] = list(onward[-1].place)
    old = dict(past.summary) or None
    if told.entries and told.summary != old:
        change = {"of": "source", "field": "history", "old": old, "new": dict(told.summary)}
        told.entries[-1].data["changes"].append(change)
    if told.points:
        told.ends_at = told.points[-1].at


def _copied(value: Any) -> Any:
    return list(value) if isinstance(value, list | tuple) else value


def _number(value: Value) -> int:
    return value if isinstance(value, int) else 0
