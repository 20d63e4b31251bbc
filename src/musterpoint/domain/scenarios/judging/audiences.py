"""Whether each audience hears something by its minute, by an allowed channel, with the right rules.

What an update says is for people; here only whether the plan asks for the right things, and forbids
what must not be said.
"""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.scenarios.course import MINUTE, Course
from musterpoint.domain.scenarios.updates import FirstDue, first_due
from musterpoint.domain.scenarios.values import AudienceExpected, Scenario
from musterpoint.domain.scenarios.verdict import Kind, Outcome, Verdict
from musterpoint.domain.scenarios.vocabulary import (
    ANY_CHANNEL,
    EVERYBODY,
    HEARERS,
    NOBODY,
    Hearers,
    families,
    folded,
    names,
)


def addressed(scenario: Scenario, strategy: Strategy, course: Course) -> Iterator[Outcome]:
    """Yield one outcome for each audience, in the order they should hear."""
    planned = first_due(strategy, course)
    before: dict[str, int] = {}
    for one in sorted(scenario.expected.comms, key=lambda one: one.by_minute):
        yield _judged(one, strategy, course, planned, since=before.get(one.audience))
        before[one.audience] = one.by_minute


def _judged(
    one: AudienceExpected,
    strategy: Strategy,
    course: Course,
    planned: tuple[FirstDue, ...],
    *,
    since: int | None,
) -> Outcome:
    hearers = next((each for each in HEARERS if names(one.audience, each.called)), None)
    if hearers is not None and hearers.code == NOBODY:
        return _kept_quiet(one, course)
    audiences = audiences_meant(strategy, one.audience, hearers)
    if not audiences and hearers is None:
        says = f"The strategy has no word for “{one.audience}”; they stand outside it."
        return _outcome(one, "", says, Verdict.NOT_JUDGED)
    rows = [each for each in planned if each.row.audience in audiences]
    if not rows:
        meant = ", ".join(audiences) or (hearers.code if hearers else one.audience)
        says = f"No row of the plan holds here for {meant}."
        return _outcome(one, "never", says, Verdict.MISSED)
    faults = [(fault, each) for each in rows if (fault := _fault(one, each, since)) is not None]
    if len(faults) == len(rows):
        fault, each = faults[0]
        return _outcome(one, f"minute {each.minute}", fault, Verdict.MISSED, each)
    fit = next(each for each in rows if _fault(one, each, since) is None)
    name = strategy.audiences[fit.row.audience].name
    often = f", then every {span_text(fit.row.every)}" if fit.row.every else ""
    says = (
        f"“{name}” stands for {one.audience}: first by minute {fit.minute} by"
        f" {', '.join(fit.row.channels)}{often}."
    )
    return _outcome(one, f"minute {fit.minute}", says, Verdict.MET, fit)


def audiences_meant(strategy: Strategy, called: str, hearers: Hearers | None) -> tuple[str, ...]:
    """Return the audiences of the strategy that somebody means by these words."""
    if hearers is not None and hearers.code == EVERYBODY:
        return tuple(strategy.audiences)
    exact = [
        code
        for code, each in strategy.audiences.items()
        if folded(called) in {folded(code), folded(each.name)}
    ]
    if hearers is None:
        return tuple(exact)
    meant = [
        code
        for code, each in strategy.audiences.items()
        if names(f"{code} {each.name}", hearers.named)
    ]
    found = tuple(dict.fromkeys((*exact, *meant)))
    wider = next((each for each in HEARERS if each.code == hearers.else_as), None)
    return found or (audiences_meant(strategy, "", wider) if wider else ())


def _fault(one: AudienceExpected, due: FirstDue, since: int | None) -> str | None:
    """Return what a row lacks, or None when it does all that is expected."""
    row = due.row
    if due.minute > one.by_minute:
        return f"Its first update is due in minute {due.minute}."
    if since is not None and (row.every is None or row.every > (one.by_minute - since) * MINUTE):
        return f"Nothing follows the first update by minute {one.by_minute}."
    wanted = families(one.channels)
    is_any = not wanted or any(names(each, ANY_CHANNEL) for each in one.channels)
    if not is_any and not wanted & families(row.channels):
        return f"It goes by {', '.join(row.channels)}, not by {', '.join(one.channels)}."
    if one.must_say and not (row.must_say or row.template):
        return "It has neither a template nor a rule for what must be said."
    if one.must_not_say and not row.must_not_say:
        return "It has no rule for what must not be said."
    return None


def _kept_quiet(one: AudienceExpected, course: Course) -> Outcome:
    category = course.category
    if category.restricted:
        says = f"“{category.name}” is restricted: only those who need it can read the record."
        return _outcome(one, "restricted record", says, Verdict.MET)
    says = f"“{category.name}” is not restricted, so everybody can read the record."
    return _outcome(one, "open record", says, Verdict.MISSED)


def _outcome(
    one: AudienceExpected, got: str, reason: str, verdict: Verdict, due: FirstDue | None = None
) -> Outcome:
    return Outcome(
        kind=Kind.AUDIENCE,
        about=one.audience,
        minute=one.by_minute,
        expected=f"{one.audience} by minute {one.by_minute}",
        got=got,
        verdict=verdict,
        reason=reason,
        clauses=(f"communications.{due.row.code}",) if due else (),
    )
