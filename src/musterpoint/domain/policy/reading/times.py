"""Reading everything that is about time: calendars, targets, holds, reassessment, closing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from musterpoint.domain.calendars import BadSpan, Span, WorkingCalendar
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import (
    ClosingRule,
    HoldReason,
    LoggingRule,
    ReassessRule,
    Target,
)
from musterpoint.domain.policy.reading.part import Part
from musterpoint.domain.policy.tree import Node
from musterpoint.domain.wall_clock import UnknownZone

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
CLOSED = "closed"


def calendars(root: Part) -> dict[str, WorkingCalendar]:
    return root.keyed("calendars", _calendar)


def targets(root: Part) -> dict[str, Target]:
    return root.keyed("targets", _target)


def hold_reasons(root: Part) -> dict[str, HoldReason]:
    return root.keyed("hold_reasons", _hold_reason)


def logging(root: Part) -> LoggingRule:
    part = root.part("logging")
    rule = LoggingRule(
        facts=part.texts("facts", required=True),
        late_after=part.span("late_after"),
        triage_within=part.span("triage_within", timedelta(minutes=15)),
    )
    part.end()
    return rule


def reassess(root: Part) -> ReassessRule:
    part = root.part("reassess")
    rule = ReassessRule(
        every=part.spans("every"),
        on_new_facts=part.flag("on_new_facts"),
        on_missed_update=part.flag("on_missed_update"),
    )
    part.end()
    return rule


def closing(root: Part) -> ClosingRule:
    part = root.part("closing")
    rule = ClosingRule(
        verified_by_another=part.flag("verified_by_another"),
        review_for=part.codes("review_for"),
        review_for_major=part.flag("review_for_major"),
        review_within=part.span("review_within"),
        welfare_when_distress=part.flag("welfare_when_distress"),
        obligations_settled=part.flag("obligations_settled"),
        roles_released=part.flag("roles_released"),
        reopen_within=part.span("reopen_within"),
        risk_review_for=part.codes("risk_review_for"),
    )
    part.end()
    return rule


def _target(code: str, part: Part) -> Target:
    spans = {kind: part.optional_span(kind.value) for kind in ClockKind}
    return Target(
        priority=code,
        calendar=part.text("calendar"),
        spans={kind: span for kind, span in spans.items() if span is not None},
        rationale=part.text("rationale", ""),
    )


def _hold_reason(code: str, part: Part) -> HoldReason:
    says = part.text("says")
    return HoldReason(code=code, says=says, holds=part.choices("holds", ClockKind, required=True))


def _calendar(code: str, part: Part) -> WorkingCalendar:
    week_part = part.part("week")
    week = tuple(_hours(week_part, day, week_part.take(day)) for day in WEEK)
    week_part.end()
    closed = frozenset(_date(part, "closed", text) for text in part.texts("closed"))
    special: dict[date, tuple[Span, ...]] = {}
    changed = part.optional_part("special")
    for day in changed.entries if changed is not None else ():
        assert changed is not None
        special[_date(changed, day, day)] = _hours(changed, day, changed.take(day))
    return _built(code, part, week, closed, special)


def _built(
    code: str,
    part: Part,
    week: tuple[tuple[Span, ...], ...],
    closed: frozenset[date],
    special: Mapping[date, tuple[Span, ...]],
) -> WorkingCalendar:
    zone = part.text("zone")
    try:
        return WorkingCalendar(name=code, zone=zone, week=week, closed=closed, special=special)
    except UnknownZone:
        remedy = "Write an IANA zone such as Europe/London."
        part.note(part.take("zone") or part.node, part.at("zone"), f"'{zone}' is no zone.", remedy)
    except BadSpan as refusal:
        part.note(part.node, part.path, f"{refusal}.", "Write hours that do not overlap.")
    return WorkingCalendar(name=code, zone="UTC", week=((),) * 7)


def _hours(part: Part, key: str, node: Node | None) -> tuple[Span, ...]:
    """Return the opening hours written as ``08:00-12:30, 13:00-18:00`` or ``closed``."""
    if node is None or node.value == CLOSED:
        return ()
    try:
        return tuple(Span.parse(text.strip()) for text in str(node.value).split(","))
    except BadSpan:
        says = f"'{node.value}' is not a day's opening hours."
        remedy = 'Write "08:00-18:00", "08:00-12:30, 13:00-18:00" or closed.'
        part.note(node, part.at(key), says, remedy)
        return ()


def _date(part: Part, key: str, text: str) -> date:
    return part.day_of(part.entries.get(key, part.node), part.at(key), text) or date.min
