"""Play a scenario against a strategy: expected beside got, with a verdict and a reason for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from musterpoint.domain.obligations import applies
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.scenarios.course import Course, Deed, DeedKind, course_of
from musterpoint.domain.scenarios.judging.audiences import addressed
from musterpoint.domain.scenarios.judging.clocks import started
from musterpoint.domain.scenarios.judging.declaring import declared
from musterpoint.domain.scenarios.judging.escalations import escalated
from musterpoint.domain.scenarios.judging.priorities import judged
from musterpoint.domain.scenarios.organisation import Organisation, organisation_of
from musterpoint.domain.scenarios.updates import updates_of
from musterpoint.domain.scenarios.values import Applies, Scenario
from musterpoint.domain.scenarios.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """A scenario, what the strategy does in it, and what came of each expectation.

    ``only_theirs`` are clocks that this organisation has and the strategy's own would not have.
    """

    scenario: Scenario
    organisation: Organisation
    course: Course
    outcomes: tuple[Outcome, ...]
    only_theirs: tuple[str, ...] = ()
    note: str = ""

    @property
    def score(self) -> Mapping[Verdict, int]:
        counted = Counter(one.verdict for one in self.outcomes)
        return {verdict: counted[verdict] for verdict in Verdict}


def play(scenario: Scenario, strategy: Strategy) -> Played:
    """Return what the strategy does in this scenario, and how that compares."""
    organisation = organisation_of(scenario.setting)
    plain = _planned(course_of(scenario, strategy), strategy)
    declaring = tuple(declared(scenario, strategy, plain))
    major = scenario.expected.major
    course = plain
    if major and major.declared and all(one.verdict is Verdict.MET for one in declaring):
        taken = course_of(scenario, strategy, declared_at=major.by_minute)
        course = _planned(taken, strategy)
    outcomes = (
        *judged(course),
        *declaring,
        *escalated(scenario, strategy, course),
        *addressed(scenario, strategy, course),
        *started(scenario, strategy, course, organisation),
    )
    return Played(
        scenario=scenario,
        organisation=organisation,
        course=_with_clocks(scenario, course, outcomes),
        outcomes=outcomes,
        only_theirs=_only_theirs(scenario, strategy, organisation),
        note=_note(scenario, strategy),
    )


def _planned(course: Course, strategy: Strategy) -> Course:
    return _adding(course, tuple(updates_of(strategy, course)))


def _adding(course: Course, more: tuple[Deed, ...]) -> Course:
    deeds = sorted((*course.deeds, *more), key=lambda one: one.minute)
    return replace(course, deeds=tuple(deeds))


def _with_clocks(scenario: Scenario, course: Course, outcomes: tuple[Outcome, ...]) -> Course:
    """Return the course with every expected clock that starts, at the minute it counts from."""
    clocks = [one for one in outcomes if one.kind == "clock"]
    deeds = tuple(
        Deed(
            minute=one.minute,
            kind=DeedKind.CLOCK,
            says=f"{one.about}: {one.got}.",
            clause=f"obligations.{one.about}",
        )
        for expected, one in zip(scenario.expected.clocks, clocks, strict=True)
        if expected.applies is not Applies.NO and one.verdict is Verdict.MET
    )
    return _adding(course, deeds)


def _only_theirs(
    scenario: Scenario, strategy: Strategy, organisation: Organisation
) -> tuple[str, ...]:
    day = scenario.start.date()
    wanted = {one.clock for one in scenario.expected.clocks if one.applies is not Applies.NO}
    return tuple(
        code
        for code, duty in strategy.obligations.items()
        if code in wanted
        and applies(duty, we_are=organisation.we_are, on=day).value
        and not applies(duty, we_are=strategy.we_are, on=day).value
    )


def _note(scenario: Scenario, strategy: Strategy) -> str:
    if scenario.category in strategy.categories:
        return ""
    generic = strategy.categories[strategy.generic_category].name
    return f"The strategy has no category “{scenario.category}”; it is logged as “{generic}”."
