"""Checks on contracts: what was promised can be counted, and the targets are as quick."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import ContractClock, MetBy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.spans import span_text

_CLOCKS = {
    MetBy.ACKNOWLEDGE: ClockKind.ACKNOWLEDGE,
    MetBy.FIRST_UPDATE: ClockKind.FIRST_UPDATE,
    MetBy.RESTORE: ClockKind.RESTORE,
}


def findings(strategy: Strategy) -> Iterator[Finding]:
    for contract in strategy.contracts.values():
        at = f"contracts.{contract.code}"
        if not contract.clocks:
            yield error(f"{at}.clocks", "It promises nothing.", "Add a clock, or remove it.")
        first, last = contract.in_force_from, contract.in_force_to
        if first is not None and last is not None and last < first:
            says = f"It ends on {last}, before it begins on {first}."
            yield error(f"{at}.in_force", says, "Write the earlier day under 'from'.")
        if contract.review_on is None:
            yield warning(at, "Nothing says when it is read again.", "Add 'review_on', a day.")
        for clock in contract.clocks:
            yield from _clock(clock, f"{at}.clocks.{clock.code}")
            yield from _kept(strategy, clock, f"{at}.clocks.{clock.code}")


def _clock(clock: ContractClock, at: str) -> Iterator[Finding]:
    if clock.within <= timedelta(0):
        yield error(f"{at}.within", "No time at all is allowed.", "Allow some.")
    if list(clock.marks) != sorted(set(clock.marks)):
        yield error(f"{at}.marks", "The marks do not rise.", "Write them in order: [0.5, 1.0].")


def _kept(strategy: Strategy, clock: ContractClock, at: str) -> Iterator[Finding]:
    """Check that the quickest target is as quick as the promise; milder ones can be raised."""
    kind = _CLOCKS.get(clock.met_by)
    if kind is None:
        return
    allowed = [one.spans[kind] for one in strategy.targets.values() if kind in one.spans]
    quickest = min(allowed, default=timedelta(0))
    if quickest > clock.within:
        promised = span_text(clock.within, largest="h")
        says = f"It promises {promised}, but the quickest target allows {span_text(quickest)}."
        yield warning(f"{at}.within", says, "Shorten a target, or promise what it can keep.")
