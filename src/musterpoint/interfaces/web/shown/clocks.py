"""The clocks of one incident with the sum behind each, as the strategy it keeps to counts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musterpoint.apps.incidents.operations import clock_events
from musterpoint.domain.clocks import ClockKind, EventKind, Line, LineKind, Reckoning
from musterpoint.domain.obligations import is_promise
from musterpoint.domain.policy.document import Strategy
from musterpoint.interfaces.web.shown import labels, promises
from musterpoint.interfaces.web.templatetags.musterpoint import span

RUNNING = frozenset({"running", "breached", "held"})
_NOT_COUNTED = {
    LineKind.HELD: gettext_lazy("on hold, not counted"),
    LineKind.STOPPED: gettext_lazy("stopped, not counted"),
    LineKind.CLOSED: gettext_lazy("outside working hours, not counted"),
}
_RANK = {"breached": 0, "running": 1, "held": 2, "met_late": 3, "met": 4, "cancelled": 5}


def shown(
    clocks: Sequence[Any],
    strategy: Strategy,
    *,
    targets_of: str,
    at: datetime,
    service: str = "",
) -> list[dict[str, Any]]:
    """Return the newest clock of each kind, what falls due next first."""
    newest: dict[str, Any] = {}
    for clock in clocks:
        if clock.kind not in newest or clock.cycle > newest[clock.kind].cycle:
            newest[clock.kind] = clock
    found = [
        _one(clock, strategy, targets_of=targets_of, at=at, service=service)
        for clock in newest.values()
    ]
    found = [one for one in found if one["state"] != "cancelled"]
    return sorted(found, key=_order)


def _order(one: dict[str, Any]) -> tuple[int, float]:
    due = one["due_at"]
    state = "running" if one["state"] == "breached" else one["state"]
    return _RANK[state], due.timestamp() if due else 0.0


def _one(
    clock: Any, strategy: Strategy, *, targets_of: str, at: datetime, service: str
) -> dict[str, Any]:
    stands = clock_events.standing(clock, strategy=strategy, at=at)
    state = str(stands.state)
    lines = stands.lines
    if is_promise(clock.kind):
        rule, because = promises.words(clock.kind, stands, strategy, service=service)
    else:
        held_to = _held_to(clock, stands, strategy, targets_of)
        rule, because = _rule(clock, stands, held_to), _because(clock, stands, strategy, held_to)
    return {
        "kind": clock.kind,
        "pk": clock.kind.replace(".", "-"),
        "source": promises.source(clock.kind),
        "label": promises.name(clock.kind, strategy),
        "state": "held" if state == "breached" and stands.held_since else state,
        "due_at": stands.due_at,
        "met_at": stands.met_at,
        "target": stands.target,
        "spent": stands.spent,
        "met_says": _met(stands) if state == "met" else "",
        "left": stands.remaining,
        "percent": min(100, round(stands.share * 100)),
        "rule": rule,
        "because": because,
        "segments": list(_segments(lines, at=at)),
        "corrections": [_correction(line) for line in lines if _is_change(line)],
    }


def _held_to(clock: Any, stands: Reckoning, strategy: Strategy, targets_of: str) -> str:
    """Return the priority whose target this clock has: one that was met keeps its own."""
    terms = (stands.target, stands.course.calendar.name)
    kind = ClockKind(clock.kind)
    found = [
        code
        for code, target in strategy.targets.items()
        if (target.spans.get(kind), target.calendar) == terms
    ]
    return targets_of if targets_of in found or not found else found[0]


def _met(stands: Reckoning) -> str:
    if stands.spent >= timedelta(seconds=1):
        return _("met in %(span)s") % {"span": span(stands.spent)}
    is_outside = any(line.kind is LineKind.CLOSED for line in stands.lines)
    return _("met, outside working hours") if is_outside else _("met at once")


def _rule(clock: Any, stands: Reckoning, targets_of: str) -> str:
    words = {"priority": targets_of, "span": span(stands.target)}
    if clock.kind == ClockKind.UPDATE:
        return _("%(priority)s: every %(span)s") % words
    return _("%(priority)s: within %(span)s") % words


def _because(
    clock: Any, stands: Reckoning, strategy: Strategy, targets_of: str
) -> list[dict[str, str]]:
    target = strategy.targets.get(targets_of)
    hours = stands.course.calendar.name.replace("_", " ")
    says = _("At %(priority)s: %(kind)s within %(span)s, counted in the hours “%(hours)s”.") % {
        "priority": targets_of,
        "kind": labels.label(labels.CLOCK, clock.kind).lower(),
        "span": span(stands.target),
        "hours": hours,
    }
    known = target is not None and ClockKind(clock.kind) in target.spans
    return [{"clause": f"targets.{targets_of}.{clock.kind}" if known else "", "says": says}]


def _segments(lines: Iterable[Line], *, at: datetime) -> Iterable[dict[str, Any]]:
    for line in lines:
        if line.span is None or line.end is None or line.kind is LineKind.REMAINING:
            continue
        if line.start >= at:
            continue
        counts = line.kind is LineKind.COUNTED
        yield {
            "from_at": line.start,
            "to_at": line.end if line.end < at else None,
            "counted": (min(line.end, at) - line.start) if counts else None,
            "says": "" if counts else _NOT_COUNTED.get(line.kind, ""),
        }


def _is_change(line: Line) -> bool:
    return line.event is not None and line.event.kind in {
        EventKind.CORRECTED,
        EventKind.RETARGETED,
    }


def _correction(line: Line) -> dict[str, Any]:
    event = line.event
    assert event is not None
    if event.kind is EventKind.CORRECTED:
        says = _("The start was corrected; it stood at another instant before.")
    else:
        says = _("The time allowed was changed to %(span)s.") % {"span": span(event.target)}
    return {"at": event.at, "says": says, "name": event.reason or _("no reason given")}
