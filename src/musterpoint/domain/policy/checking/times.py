"""Checks on calendars, targets, marks, holds, reassessment, logging and closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.gaps import KNOWN_FACTS
from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Strategy, Target
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.wall_clock import UnknownZone, zone_named

_NOT_LATER = (
    (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE),
    (ClockKind.FIRST_UPDATE, ClockKind.RESTORE),
    (ClockKind.ACKNOWLEDGE, ClockKind.RESTORE),
    (ClockKind.UPDATE, ClockKind.RESTORE),
)


def findings(strategy: Strategy) -> Iterator[Finding]:
    yield from _zone(strategy)
    for code, calendar in strategy.calendars.items():
        if not any(calendar.week) and not any(calendar.special.values()):
            remedy = "Give at least one day opening hours."
            yield error(f"calendars.{code}", "This calendar never opens.", remedy)
    for target in strategy.targets.values():
        yield from _target(target)
    yield from _order_of_targets(strategy)
    yield from _marks(strategy)
    yield from _holds(strategy)
    yield from _prompts(strategy)
    yield from _closing(strategy)


def _zone(strategy: Strategy) -> Iterator[Finding]:
    try:
        zone_named(strategy.zone)
    except UnknownZone:
        remedy = "Write an IANA zone such as Europe/London."
        yield error("zone", f"'{strategy.zone}' is no zone.", remedy)


def _target(target: Target) -> Iterator[Finding]:
    at = f"targets.{target.priority}"
    for kind, span in target.spans.items():
        if span <= timedelta(0):
            remedy = "Allow some time, or leave this clock out."
            yield error(f"{at}.{kind}", f"No time at all is allowed to {_said(kind)}.", remedy)
    if not target.spans:
        yield error(at, "This target has no clock.", "Add at least acknowledge and restore.")
    for sooner, later in _NOT_LATER:
        first, second = target.spans.get(sooner), target.spans.get(later)
        if first is not None and second is not None and first > second:
            says = f"More time to {_said(sooner)} is allowed than to {_said(later)}."
            yield error(f"{at}.{sooner}", says, "Shorten the first or lengthen the second.")


def _said(kind: ClockKind) -> str:
    words = {
        ClockKind.ACKNOWLEDGE: "acknowledge",
        ClockKind.FIRST_UPDATE: "give the first update",
        ClockKind.UPDATE: "give the next update",
        ClockKind.RESTORE: "restore",
    }
    return words[kind]


def _order_of_targets(strategy: Strategy) -> Iterator[Finding]:
    ordered = [strategy.targets.get(level.code) for level in strategy.priorities]
    for graver, milder in pairwise(one for one in ordered if one is not None):
        if graver.calendar != milder.calendar:
            continue
        for kind in ClockKind:
            strict, loose = graver.spans.get(kind), milder.spans.get(kind)
            if strict is not None and loose is not None and strict > loose:
                says = (
                    f"{graver.priority} allows more time to {_said(kind)} than {milder.priority}."
                )
                remedy = "The graver priority should be the quicker one."
                yield warning(f"targets.{graver.priority}.{kind}", says, remedy)


def _marks(strategy: Strategy) -> Iterator[Finding]:
    if list(strategy.marks) != sorted(set(strategy.marks)):
        yield error("marks", "The marks do not rise.", "Write them in order: [0.5, 0.75, 1.0].")
    if 1.0 not in strategy.marks:
        says = "Nothing happens when a clock has run out."
        yield warning("marks", says, "Add 1.0 as the last mark.")


def _holds(strategy: Strategy) -> Iterator[Finding]:
    for code, reason in strategy.hold_reasons.items():
        if not reason.holds:
            remedy = "Name a clock under 'holds', or remove the reason."
            yield error(f"hold_reasons.{code}", "This reason holds no clock.", remedy)
        if ClockKind.ACKNOWLEDGE in reason.holds:
            says = "It holds the acknowledgement, so an incident can wait with nobody looking."
            yield warning(f"hold_reasons.{code}.holds", says, "Hold 'restore' only.")


def _prompts(strategy: Strategy) -> Iterator[Finding]:
    for code, every in strategy.reassess.every.items():
        if every < timedelta(minutes=1):
            remedy = "Leave at least a minute between prompts."
            yield error(f"reassess.every.{code}", "The prompts would never stop.", remedy)
    for code in sorted(strategy.high_priorities - strategy.reassess.every.keys()):
        says = f"Nothing prompts a fresh look at a {code} as time goes by."
        yield warning("reassess.every", says, f"Add {code}, such as 30 min.")
    for fact in strategy.logging.facts:
        if fact not in KNOWN_FACTS:
            remedy = f"Known: {', '.join(sorted(KNOWN_FACTS))}."
            yield error("logging.facts", f"No log holds a fact '{fact}'.", remedy)


def _closing(strategy: Strategy) -> Iterator[Finding]:
    rule = strategy.closing
    reviewed = rule.review_for or rule.review_for_major
    if reviewed and rule.review_within <= timedelta(0):
        says = "A review is asked for, but no time is given for it."
        yield error("closing.review_within", says, "Write a length of time such as 14 d.")
    if rule.reopen_within <= timedelta(0):
        says = "A closed incident can never be reopened."
        yield warning("closing.reopen_within", says, "Allow some days.")
