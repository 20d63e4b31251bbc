"""Log an incident: keep what is known at once, judge it, start its clocks, arm its path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents.models import Clock, Incident, Obligation
from musterpoint.apps.incidents.operations import Record, clocks, duties, parts, promises
from musterpoint.apps.incidents.queries.one import missing
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.organisation.queries import Places
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain import gaps as gap_rules
from musterpoint.domain import roles as role_rules
from musterpoint.domain import triage
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import OverrideTrigger, Strategy
from musterpoint.domain.priority import Assessment
from musterpoint.domain.report import Report
from musterpoint.domain.states import Status
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.domain.verdicts import VerdictKind
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.judgement import arm_reassessment, as_rows, judge, nearest_share
from musterpoint.usecases.log_complaint import attach_complaint
from musterpoint.usecases.prompt_tasks import arm_for
from musterpoint.usecases.refusals import Problem, Refusal, refuse_if, refusing

CLOCKS_DIFFER_BY = timedelta(minutes=1)
"""How far ahead a reporter's own clock may be before "when it began" is refused as the future."""

NOTHING_BEFORE = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_NATURE = 20_000

NOT_KNOWN = "is not in the list of this centre; kept as named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """The incident as it was logged, with what a door shows next."""

    incident: Incident
    version: Version
    because: tuple[Because, ...]
    gaps: tuple[str, ...]
    clocks: tuple[Clock, ...]
    logged_late: bool
    notes: tuple[str, ...]


@transaction.atomic
def log_incident(*, report: Report, by: Actor, at: datetime) -> Logged:
    """Log ``report``; missing facts become gaps and never refuse it.

    Raises NotAllowed, NoStrategyInForce, and a Refusal that names each field that cannot be read.
    """
    by.must(Action.LOG)
    version = policies.in_force(at=at)
    strategy = version.strategy
    refuse_if(_problems(report, strategy, at=at))
    places = organisation.find(
        service=report.service, site=report.site, queue=report.queue, account=report.account
    )
    incident = _row(report, places, version, by=by, at=at)
    begun = _begin(incident, strategy, places, at=at)
    late = gap_rules.logged_late(strategy, began_at=incident.began_at, logged_at=at)

    record = Record(incident, at=at, actor=by.key, is_new=True)
    record.enter(
        "logged",
        because=(*begun.decision.because, *(late.because if late.value else ())),
        logged_late=late.value,
    )
    record.begin_row()
    _plant(record, strategy, begun)
    clocks.arm_marks(record, begun.counting, strategy=strategy)
    duties.watch(record, strategy)
    escalation.start(record, strategy=strategy, priority=incident.priority, at=at)
    arm_reassessment(record, strategy)
    arm_audiences(record, strategy)
    _arm_triage(record, strategy)
    _arm_tasks(record, strategy)
    _log_complaint_too(record, by=by)
    record.keep()
    return Logged(
        incident=incident,
        version=version,
        because=begun.decision.because,
        gaps=missing(incident, version),
        clocks=begun.clocks,
        logged_late=late.value,
        notes=_unknown_places(incident),
    )


def _problems(report: Report, strategy: Strategy, *, at: datetime) -> list[Problem]:
    problems: list[Problem] = []
    if not report.summary.strip():
        problems.append(Problem(field="summary", says="Say in a few words what is happening."))
    if len(report.summary) > 300:
        says = f"The summary has {len(report.summary)} characters; put what is over 300 in nature."
        problems.append(Problem(field="summary", says=says))
    if len(report.nature) > LONGEST_NATURE:
        says = f"At most {LONGEST_NATURE} characters; this has {len(report.nature)}."
        problems.append(Problem(field="nature", says=says))
    problems += impossible_start(report.began_at, at=at)
    if report.category and report.category not in strategy.categories:
        says = f"There is no category {report.category!r} in the strategy. Leave it open if unsure."
        problems.append(Problem(field="category", says=says))
    scales = (
        ("impact", report.impact, strategy.impact),
        ("urgency", report.urgency, strategy.urgency),
    )
    for field, code, levels in scales:
        if code and code not in {level.code for level in levels}:
            allowed = ", ".join(level.code for level in levels)
            says = f"There is no {field} {code!r}. Use one of {allowed}, or leave it open."
            problems.append(Problem(field=field, says=says))
    if report.customers_affected is not None and not 0 <= report.customers_affected < 2**31:
        says = "Give the number of customers as a whole number from 0 to 2147483647."
        problems.append(Problem(field="customers_affected", says=says))
    return problems


def impossible_start(began_at: datetime | None, *, at: datetime) -> list[Problem]:
    """Return what is wrong with the instant given for the beginning, if anything is."""
    if began_at is not None and began_at > at + CLOCKS_DIFFER_BY:
        says = "This is in the future. Say when it began, or leave it open."
    elif began_at is not None and began_at < NOTHING_BEFORE:
        says = "This is before 1970. Say when it began, or leave it open."
    else:
        return []
    return [Problem(field="began_at", says=says)]


def _row(report: Report, places: Places, version: Version, *, by: Actor, at: datetime) -> Incident:
    category = version.strategy.categories.get(report.category)
    found = _verdict(version.strategy, report)
    return Incident(
        strategy_id=version.id,
        summary=report.summary.strip(),
        nature=report.nature.strip(),
        began_at=report.began_at,
        logged_at=at,
        logged_by_id=by.person_id,
        reported_by=report.reported_by.strip()[:120],
        source=report.source.strip()[:40],
        service_id=places.service,
        service_named="" if places.service else report.service.strip()[:120],
        site_id=places.site,
        site_named="" if places.site else report.site.strip()[:120],
        queue_id=places.queue,
        queue_named="" if places.queue else report.queue.strip()[:120],
        account_id=places.account,
        account_named="" if places.account else report.account.strip()[:120],
        customers_affected=report.customers_affected,
        vulnerable_customers=report.vulnerable_customers,
        life_safety=_or_set(report.life_safety, found, OverrideTrigger.LIFE_SAFETY),
        personal_data=_or_set(report.personal_data, found, OverrideTrigger.PERSONAL_DATA),
        distress=report.distress or bool(category and category.distressing),
        restricted=report.restricted or bool(category and category.restricted),
        triage=_triage(report, found),
        category=report.category,
        floor_answer=report.floor_answer,
        impact=report.impact or None,
        urgency=report.urgency or None,
        assessed_at=at if report.impact and report.urgency else None,
        status=Status.LOGGED,
    )


def _verdict(strategy: Strategy, report: Report) -> triage.Verdict | None:
    """Return what the answers given so far come to; None when they do not come to anything yet."""
    if not report.triage:
        return None
    try:
        found = triage.walk(strategy.triage, report.triage)
    except triage.UnknownQuestion as refusal:
        raise Refusal(Problem(field="triage", says=str(refusal))) from refusal
    return found if isinstance(found, triage.Verdict) else None


def _or_set(given: bool | None, found: triage.Verdict | None, fact: OverrideTrigger) -> bool | None:
    """Return what the reporter said; where they said nothing, what their answers established."""
    return True if given is None and found is not None and fact in found.sets else given


def _triage(report: Report, found: triage.Verdict | None) -> dict[str, object]:
    if not report.triage:
        return {}
    return {
        "answers": dict(report.triage),
        "verdict": str(found.kind) if found else "",
        "because": as_rows(found.because) if found else [],
        "also_complaint": bool(found and found.also_complaint),
        "reason": report.triage_reason,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Begun:
    """What an incident begins with: its judgement, its targets' clocks, and what else counts."""

    decision: Decision[Assessment]
    clocks: tuple[Clock, ...]
    promised: tuple[Clock, ...]
    owed: tuple[Obligation, ...]

    @property
    def counting(self) -> tuple[Clock, ...]:
        return (*self.clocks, *self.promised)


def _begin(incident: Incident, strategy: Strategy, places: Places, *, at: datetime) -> _Begun:
    """Judge the incident, start everything that counts, and insert its row."""
    owed = duties.build(incident, strategy)
    promised = promises.build(
        incident, strategy, account=places.account_code, service=places.service_code, at=at
    )
    left = nearest_share(incident, owed, promised, strategy=strategy, at=at)
    with refusing():
        decision = judge(incident, strategy, key_account=places.key_account, share_left=left)
    incident.priority = decision.value.priority
    incident.gravest_priority = incident.priority
    incident.because = as_rows(decision.because)
    started = clocks.build(incident, strategy, targets_of=incident.priority, at=at)
    incident.duty_due_at = duties.nearest_due(owed)
    due = clocks.soonest([*started, *promised], duty_due_at=incident.duty_due_at)
    incident.next_due_at, incident.next_due_kind = due
    incident.save(force_insert=True)
    for clock in (*started, *promised):
        clock.incident = incident  # which has its number only now
    for duty in owed:
        duty.incident = incident
    return _Begun(
        decision=decision, clocks=tuple(started), promised=tuple(promised), owed=tuple(owed)
    )


def _plant(record: Record, strategy: Strategy, begun: _Begun) -> None:
    incident = record.incident
    category = strategy.categories[incident.category or strategy.generic_category]
    opening = role_rules.open_roles(
        strategy, role_rules.Scale(priority=incident.priority, category=category.code)
    )
    parts.plant(
        record,
        clocks=begun.counting,
        roles=[role.code for role in opening],
        tasks=strategy.playbooks[category.playbook].tasks,
        obligations=begun.owed,
    )


def _arm_triage(record: Record, strategy: Strategy) -> None:
    """Have somebody look at what was logged unsure, unless it is answered for before then."""
    incident = record.incident
    if incident.triage.get("verdict") == VerdictKind.INCIDENT_UNSURE:
        due_at = record.at + strategy.logging.triage_within
        payload = {"incident": incident.pk}
        record.arm(TimerKind.TRIAGE_DUE, str(incident.pk), at=due_at, payload=payload)


def _arm_tasks(record: Record, strategy: Strategy) -> None:
    incident = record.incident
    category = strategy.categories[incident.category or strategy.generic_category]
    spans = [task.within for task in strategy.playbooks[category.playbook].tasks]
    arm_for(record, [incident.logged_at + span for span in spans if span is not None])


def _log_complaint_too(record: Record, *, by: Actor) -> None:
    """Where the answers say that it is a complaint as well, log that too, with its own clock."""
    incident = record.incident
    if not incident.triage.get("also_complaint") or by.person_id is None:
        return
    if may(by.roles, Action.COMPLAIN):
        record.enter("complaint_linked")
        attach_complaint(
            record,
            summary=incident.summary,
            complainant=incident.reported_by,
            received_at=record.at,
            logged_by=by.person_id,
        )


def _unknown_places(incident: Incident) -> tuple[str, ...]:
    named = {
        "service": incident.service_named,
        "site": incident.site_named,
        "queue": incident.queue_named,
        "account": incident.account_named,
    }
    return tuple(f"{field} “{name}” {NOT_KNOWN}" for field, name in named.items() if name)
