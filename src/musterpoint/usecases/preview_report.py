"""What a report would come to if it were logged now. Reads only: typing never waits for a lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import Alike
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain import categorise, triage
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.categorise import SimilarIncident, Suggestion
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.decisions import Decision
from musterpoint.domain.policy.document import OverrideTrigger, Question, Strategy
from musterpoint.domain.priority import Assessment, Facts, UnknownCode, assess
from musterpoint.domain.report import Report
from musterpoint.domain.triage import UnknownQuestion, Verdict
from musterpoint.usecases.log_incident import impossible_start

ENOUGH_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What can be said so far; ``decision`` is None while impact and urgency are not judged.

    ``unjudged`` is what it would be logged at until then.
    """

    version: Version
    decision: Decision[Assessment] | None
    unjudged: Decision[Assessment] | None
    due: dict[ClockKind, datetime]
    major_candidate: bool
    categories: tuple[Suggestion, ...]
    alike: tuple[Alike, ...]
    triage: Question | Verdict | None


def preview_report(*, report: Report, by: Actor, at: datetime) -> Preview:
    """Return what ``report`` would come to. Raises NotAllowed and NoStrategyInForce.

    What cannot be read yet is left out, never refused.
    """
    by.must(Action.LOG)
    version = policies.in_force(at=at)
    strategy = version.strategy
    found = _triage(strategy, report)
    decision = _decide(strategy, report, found)
    alike: tuple[Alike, ...] = ()
    categories: tuple[Suggestion, ...] = ()
    if len(report.summary.strip()) >= ENOUGH_WORDS:
        alike = tuple(
            incidents.alike(
                by, report.summary, at=at, service=report.service, site=report.site,
                category=report.category,
            )
        )  # fmt: skip
        categories = _categories(strategy, report, by=by, at=at)
    chosen = strategy.categories.get(report.category)
    return Preview(
        version=version,
        decision=decision,
        unjudged=None if decision else unjudged(strategy),
        due=_due(strategy, decision, began_at=report.began_at, at=at),
        major_candidate=bool(chosen and chosen.major_candidate),
        categories=categories,
        alike=alike,
        triage=found,
    )


def unjudged(strategy: Strategy) -> Decision[Assessment]:
    """Return what an incident is logged at that nobody has judged."""
    return assess(strategy, Facts())


def _categories(
    strategy: Strategy, report: Report, *, by: Actor, at: datetime
) -> tuple[Suggestion, ...]:
    similar = [
        SimilarIncident(ref=one.ref, category=one.category, similarity=min(1.0, one.score))
        for one in incidents.similar(by, report.summary, at=at)
    ]
    words = f"{report.summary} {report.nature}"
    return categorise.suggest(
        strategy, words=words, service=report.service or None, similar=similar
    )


def _triage(strategy: Strategy, report: Report) -> Question | Verdict | None:
    try:
        return triage.walk(strategy.triage, report.triage)
    except UnknownQuestion:
        return None


def _decide(
    strategy: Strategy, report: Report, found: Question | Verdict | None
) -> Decision[Assessment] | None:
    sets = found.sets if isinstance(found, Verdict) else frozenset()
    if not (report.impact or report.urgency or report.category or report.life_safety or sets):
        return None
    key_account = False
    if report.account:
        key_account = organisation.find(account=report.account).key_account
    facts = Facts(
        impact=report.impact,
        urgency=report.urgency,
        category=report.category or None,
        life_safety=report.life_safety or OverrideTrigger.LIFE_SAFETY in sets,
        personal_data=report.personal_data or OverrideTrigger.PERSONAL_DATA in sets,
        vulnerable_customers=report.vulnerable_customers,
        key_account=key_account,
        floor_answer=report.floor_answer,
    )
    try:
        return assess(strategy, facts)
    except UnknownCode:
        return None


def _due(
    strategy: Strategy,
    decision: Decision[Assessment] | None,
    *,
    began_at: datetime | None,
    at: datetime,
) -> dict[ClockKind, datetime]:
    """Return what would be due when; restoring counts from when it began, as once logged."""
    if decision is None:
        return {}
    target = strategy.targets[decision.value.priority]
    calendar = strategy.calendars[target.calendar]
    began = at if began_at is None or impossible_start(began_at, at=at) else began_at
    starts = {ClockKind.RESTORE: began}
    return {kind: calendar.add(starts.get(kind, at), span) for kind, span in target.spans.items()}
