"""Whether each duty starts when it should, falls due when it should, and stays away otherwise.

A clock starts by itself only from the category the incident is logged under, or that of a linked
incident that the scenario expects.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from musterpoint.domain import obligations as duties
from musterpoint.domain.calendars import NeverOpens
from musterpoint.domain.clocks import UnknownCalendar
from musterpoint.domain.obligations import CannotCount, Due
from musterpoint.domain.policy.document import Category, Strategy
from musterpoint.domain.policy.duties import DutyClock, Obligation, Unit
from musterpoint.domain.scenarios.course import Course
from musterpoint.domain.scenarios.organisation import Organisation
from musterpoint.domain.scenarios.values import Applies, ClockExpected, Scenario
from musterpoint.domain.scenarios.verdict import Kind, Outcome, Verdict

STARTS_NOT = "does not start"
AWAY = ("must not start", STARTS_NOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """A duty as the strategy has it on that day: None when it has none, and who names it."""

    duty: Obligation | None
    ours: bool
    why: str
    clauses: tuple[str, ...] = ()
    named_by: Category | None = None


def started(
    scenario: Scenario, strategy: Strategy, course: Course, organisation: Organisation
) -> Iterator[Outcome]:
    """Yield one outcome for each clock that is expected, or expected not to start."""
    first = [category for _, category in course.kinds]
    linked = [
        strategy.categories[code]
        for code in scenario.secondary_categories
        if code in strategy.categories
    ]
    for one in scenario.expected.clocks:
        standing = _standing(one, strategy, [*first, *linked], organisation)
        if one.applies is Applies.NO:
            yield _stays_away(one, standing, by_itself=first)
        elif one.applies is Applies.CHECK:
            yield _is_decided(one, standing, strategy)
        else:
            yield _starts(one, standing, strategy)


def _standing(
    one: ClockExpected, strategy: Strategy, kinds: list[Category], organisation: Organisation
) -> _Standing:
    if one.clock not in strategy.obligations:
        return _Standing(duty=None, ours=False, why=f"The strategy has no duty “{one.clock}”.")
    day = one.anchor_at.astimezone(ZoneInfo(strategy.zone)).date()
    duty = duties.of_codes(strategy, [one.clock], on=day)[0]
    decision = duties.applies(duty, we_are=organisation.we_are, on=day)
    root = duties.root_of(duty)
    naming = (
        kind for kind in kinds if any(_root(strategy, code) == root for code in kind.obligations)
    )
    return _Standing(
        duty=duty,
        ours=decision.value,
        why=" ".join(because.says for because in decision.because),
        clauses=tuple(because.clause for because in decision.because),
        named_by=next(naming, None),
    )


def _root(strategy: Strategy, code: str) -> str:
    named = strategy.obligations.get(code)
    return duties.root_of(named) if named else code


def _stays_away(one: ClockExpected, standing: _Standing, *, by_itself: list[Category]) -> Outcome:
    if standing.duty is None or not standing.ours:
        return _outcome(one, standing, AWAY, Verdict.MET, standing.why)
    named = standing.named_by
    if named is None:
        reason = f"No category in play names it. {one.note}".strip()
        return _outcome(one, standing, AWAY, Verdict.MET, reason)
    if named not in by_itself:
        reason = (
            f"The category it is logged under does not name it. A linked incident “{named.name}”"
            f" would, and is somebody's decision. {one.note}"
        ).strip()
        return _outcome(one, standing, AWAY, Verdict.MET, reason)
    reason = f"“{named.name}” starts it. {standing.why}"
    return _outcome(one, standing, (AWAY[0], "starts"), Verdict.MISSED, reason)


def _is_decided(one: ClockExpected, standing: _Standing, strategy: Strategy) -> Outcome:
    expected = "decided and recorded"
    if standing.duty is None or not standing.ours:
        return _outcome(one, standing, (expected, ""), Verdict.NOT_JUDGED, standing.why)
    if standing.named_by is None:
        reason = "No category in play names it, so nobody is asked."
        return _outcome(one, standing, (expected, ""), Verdict.NOT_JUDGED, reason)
    due = _due(one, standing.duty, strategy)
    got = "put before people to decide"
    if isinstance(due, Due):
        got += f", provisionally due {_local(due.at, strategy)}"
    reason = f"“{standing.named_by.name}” puts it before people. {standing.why}"
    return _outcome(one, standing, (expected, got), Verdict.MET, reason)


def _starts(one: ClockExpected, standing: _Standing, strategy: Strategy) -> Outcome:
    wanted = one.due or one.house_due
    expected = _written(wanted) if wanted and not one.standing_duty else "standing duty"
    if standing.duty is None or not standing.ours:
        return _outcome(one, standing, (expected, STARTS_NOT), Verdict.MISSED, standing.why)
    if standing.named_by is None:
        reason = "No category in play names it, so it does not start."
        return _outcome(one, standing, (expected, STARTS_NOT), Verdict.MISSED, reason)
    named = f"“{standing.named_by.name}” names it. {standing.why}"
    if wanted is None or one.standing_duty:
        return _outcome(one, standing, (expected, "standing duty"), Verdict.MET, named)
    due = _due(one, standing.duty, strategy)
    if not isinstance(due, Due):
        return _outcome(one, standing, (expected, "no instant"), Verdict.MISSED, f"{named} {due}")
    at = due.at if one.due else due.house_at or due.at
    met = at == wanted
    reason = f"{named} Counted from {_local(one.anchor_at, strategy)}. {one.note}".strip()
    verdict = Verdict.MET if met else Verdict.MISSED
    return _outcome(one, standing, (expected, _local(at, strategy)), verdict, reason)


def _due(one: ClockExpected, duty: Obligation, strategy: Strategy) -> Due | str:
    """Return when it falls due under the strategy, or why there is no such instant."""
    if duty.clock is None:
        return "It has words, but no clock."
    clock = duty.clock if one.contract_minutes is None else _contracted(one, duty.clock)
    try:
        due = duties.reckon(clock, one.anchor_at, calendars=strategy.calendars, zone=strategy.zone)
    except (CannotCount, UnknownCalendar, NeverOpens) as trouble:
        return str(trouble)
    return due or "It is a standing duty without an instant."


def _contracted(one: ClockExpected, clock: DutyClock) -> DutyClock:
    """Return the clock with what this contract allows, counted as the strategy counts it."""
    return replace(clock, value=one.contract_minutes, unit=Unit.MINUTES, house=None)


def _local(at: datetime, strategy: Strategy) -> str:
    return _written(at.astimezone(ZoneInfo(strategy.zone)))


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _outcome(
    one: ClockExpected, standing: _Standing, compared: tuple[str, str], verdict: Verdict, why: str
) -> Outcome:
    (expected, got), named = compared, standing.named_by
    clauses = (*standing.clauses, *((f"categories.{named.code}.obligations",) if named else ()))
    return Outcome(
        kind=Kind.CLOCK,
        about=one.clock,
        minute=one.anchor_minute,
        expected=expected,
        got=got,
        verdict=verdict,
        reason=why,
        clauses=clauses,
    )
