"""Checks on obligations: each can be counted, its versions follow one another, ours are confirmed.

Whether a duty is ours on a given day is asked elsewhere; here it is ours when it may ever be.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from musterpoint.domain.calendars import NeverOpens
from musterpoint.domain.clocks import UnknownCalendar
from musterpoint.domain.obligations import CannotCount, reckon
from musterpoint.domain.policy.checking.remark import error, some, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import (
    EVERYBODY,
    Confidence,
    Counting,
    DutyClock,
    Obligation,
    Strength,
)
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.wall_clock import UnknownZone

SAMPLE = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
"""A Monday morning on which every clock is tried once."""


def ours(strategy: Strategy) -> tuple[Obligation, ...]:
    """Return the duties that an organisation like this one has, now or under an earlier law."""
    return tuple(
        one
        for one in strategy.obligations.values()
        if not one.not_yet
        and (not one.applies_to or EVERYBODY in one.applies_to or one.applies_to & strategy.we_are)
    )


def findings(strategy: Strategy) -> Iterator[Finding]:
    for one in strategy.obligations.values():
        yield from _in_force(strategy, one)
        if one.clock is not None:
            yield from _clock(strategy, one, one.clock)
    yield from _versions(strategy)
    yield from _ours(strategy)


def _in_force(strategy: Strategy, one: Obligation) -> Iterator[Finding]:
    at = f"obligations.{one.code}"
    first, last = one.in_force_from, one.in_force_to
    if first is not None and last is not None and last < first:
        says = f"It ends on {last}, before it begins on {first}."
        yield error(f"{at}.in_force", says, "Write the earlier day under 'from'.")
    if one.confirmed_on is not None and not one.confirmed:
        says = "It says when it was confirmed, and that it is not."
        yield error(f"{at}.confirmed", says, "Write confirmed: true, or remove the day.")
    root = strategy.obligations.get(one.version_of)
    if one.version_of == one.code or (root is not None and root.version_of):
        says = f"'{one.version_of}' is itself only a version of a duty."
        yield error(f"{at}.version_of", says, "Name the duty that all of its versions share.")


def _clock(strategy: Strategy, one: Obligation, clock: DutyClock) -> Iterator[Finding]:
    at = f"obligations.{one.code}.clock"
    if clock.counting in {Counting.IMMEDIATE, Counting.NONE}:
        if clock.value is not None:
            says = f"It gives a number, but counts '{clock.counting}'."
            yield error(f"{at}.value", says, "Remove it, or say how it is counted.")
        return
    if clock.value is None:
        if clock.house is None:
            says = f"It counts {clock.counting.replace('_', ' ')}, but gives no number."
            yield error(at, says, "Add 'value' and 'unit', or 'house' with a time of your own.")
        return
    yield from _counted(strategy, clock, at)


def _counted(strategy: Strategy, clock: DutyClock, at: str) -> Iterator[Finding]:
    """Try the clock once: it can be counted, and our own time is no longer than the law's."""
    try:
        due = reckon(clock, SAMPLE, calendars=strategy.calendars, zone=strategy.zone)
    except CannotCount as refusal:
        yield error(at, str(refusal), "Write a unit that fits, and a number.")
    except UnknownCalendar:
        if not clock.calendar:  # one that does not exist is a finding of its own
            says = "It counts business days, but does not say which days these are."
            yield error(at, says, "Add 'calendar'.")
    except (NeverOpens, UnknownZone):
        return  # the calendar and the zone have findings of their own
    else:
        house = clock.house or timedelta(0)
        if due is not None and SAMPLE + house > due.at and clock.strength is not Strength.HOUSE:
            says = f"Your own time of {span_text(house)} is longer than that."
            yield error(f"{at}.house", says, "Write a shorter one, or remove it.")


def _versions(strategy: Strategy) -> Iterator[Finding]:
    versions: dict[str, list[Obligation]] = {}
    for one in strategy.obligations.values():
        if not one.not_yet:
            versions.setdefault(one.version_of or one.code, []).append(one)
    for several in versions.values():
        in_order = sorted(several, key=lambda one: one.in_force_from or SAMPLE.min.date())
        for earlier, later in pairwise(in_order):
            begins = later.in_force_from
            if earlier.in_force_to is None or begins is None or begins <= earlier.in_force_to:
                says = f"It holds at the same time as {earlier.code}, the version before it."
                remedy = f"End {earlier.code} the day before this one begins."
                yield error(f"obligations.{later.code}.in_force", says, remedy)
        last = in_order[-1]
        if last.in_force_to is not None and last in ours(strategy):
            says = f"It ends on {last.in_force_to}, and nothing follows it."
            remedy = "Add the version after it with 'version_of', or remove the day."
            yield warning(f"obligations.{last.code}.in_force", says, remedy)


def _ours(strategy: Strategy) -> Iterator[Finding]:
    """Say once for all of them what every one of our duties should have."""
    held = ours(strategy)
    loose = [one.code for one in held if not one.confirmed]
    if loose:
        says = f"{_of(len(loose), len(held))} not confirmed: {some(loose)}."
        yield warning("obligations", says, "Have your own adviser confirm them.")
    recalled = [
        one.code
        for one in held
        if not one.confirmed and one.confidence is Confidence.MEMORY and one.applies_to
    ]
    if recalled:
        says = f"{_of(len(recalled), len(held))} known from memory only: {some(recalled)}."
        yield warning("obligations", says, "Read the law, and note where under 'sources'.")
    lost = [one.code for one in held if not one.owner and one.applies_to]
    if lost:
        says = f"{_of(len(lost), len(held))} without an owner: {some(lost)}."
        yield warning("obligations", says, "Name the role that sees to it under 'owner'.")


def _of(count: int, all_of: int) -> str:
    return f"{count} of our {all_of} duties {'is' if count == 1 else 'are'}"
