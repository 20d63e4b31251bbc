"""Whether a major incident can be declared in time by whoever should, and is not forced on anybody.

The strategy never declares one. It must be a candidate, have written criteria, and reach somebody
with the authority by then.
"""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.scenarios.course import Course, kind_of
from musterpoint.domain.scenarios.judging.escalations import CALLING, earliest, roles_called
from musterpoint.domain.scenarios.values import MajorExpected, Scenario
from musterpoint.domain.scenarios.verdict import Kind, Outcome, Verdict


def declared(scenario: Scenario, strategy: Strategy, course: Course) -> Iterator[Outcome]:
    """Yield the outcome of what is expected about a major incident, if anything is."""
    expected = scenario.expected.major
    if expected is None:
        return
    if expected.declared:
        yield _in_time(scenario, expected, strategy, course)
    else:
        yield _not_forced(scenario, course)


def _not_forced(scenario: Scenario, course: Course) -> Outcome:
    category, why = course.category, scenario.expected.not_major_reason
    clause = f"categories.{category.code}.major_candidate"
    if category.major_candidate:
        reason = f"“{category.name}” is marked as a candidate for a major incident."
    else:
        reason = f"No rule declares one, and “{category.name}” is no candidate. {why}".strip()
    return Outcome(
        kind=Kind.MAJOR,
        about="major incident",
        minute=0,
        expected="not declared",
        got="proposed" if category.major_candidate else "not declared",
        verdict=Verdict.MISSED if category.major_candidate else Verdict.MET,
        reason=reason,
        clauses=(clause,),
    )


def _in_time(
    scenario: Scenario, expected: MajorExpected, strategy: Strategy, course: Course
) -> Outcome:
    by = expected.by_minute or 0
    if not strategy.major.criteria:
        return _outcome(expected, "never", "There is no written criterion.", Verdict.MISSED)
    candidate = _candidate(scenario, strategy, course, by)
    if candidate is None:
        reason = f"By minute {by} nothing marks it as a candidate: no category, no priority."
        return _outcome(expected, "never", reason, Verdict.MISSED)
    roles = roles_called(strategy, expected.authority) if expected.authority else ()
    if expected.authority and not roles:
        reason = f"The strategy has no role for “{expected.authority}”."
        return _outcome(expected, "", reason, Verdict.NOT_JUDGED)
    able = [code for code in (roles or strategy.roles) if code in strategy.major.declared_by]
    if not able:
        reason = f"{expected.authority} may not declare under this strategy."
        return _outcome(expected, "never", reason, Verdict.MISSED)
    found = earliest(course.deeds, able, CALLING)
    if found is None:
        reason = f"Nobody who may declare is reached: {', '.join(able)}."
        return _outcome(expected, "never", reason, Verdict.MISSED)
    verdict = Verdict.MET if found.minute <= by else Verdict.MISSED
    reason = f"{candidate} Who may declare is reached in minute {found.minute}: {found.says}"
    clauses = ("major.criteria", "major.declared_by", found.clause)
    return _outcome(expected, f"minute {found.minute}", reason, verdict, clauses)


def _candidate(scenario: Scenario, strategy: Strategy, course: Course, by: int) -> str | None:
    codes = (course.category.code, *scenario.secondary_categories)
    for category in (kind_of(strategy, code) for code in codes):
        if category.major_candidate:
            return f"“{category.name}” is a candidate."
    pace = strategy.major.targets_of
    if course.priority_at(by) == pace:
        return f"By minute {by} it is {pace}, whose pace a major incident has."
    return None


def _outcome(
    expected: MajorExpected,
    got: str,
    reason: str,
    verdict: Verdict,
    clauses: tuple[str, ...] = (),
) -> Outcome:
    whom = f" by the {expected.authority}" if expected.authority else ""
    return Outcome(
        kind=Kind.MAJOR,
        about=expected.authority or "major incident",
        minute=expected.by_minute or 0,
        expected=f"declared{whom} by minute {expected.by_minute}",
        got=got,
        verdict=verdict,
        reason=reason,
        clauses=clauses,
    )
