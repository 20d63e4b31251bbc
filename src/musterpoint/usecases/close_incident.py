"""Close a resolved incident once everything owed to it is done."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record, parts, promises
from musterpoint.apps.incidents.operations.clocks import STOPPED
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import closing
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.closing import RiskReview
from musterpoint.domain.obligations import CONTRACT
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import Status, move
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.briefings_follow import end_with_incident
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, refusing
from musterpoint.usecases.working import OVER, fitting

LONGEST_WORDS = 5000


class UnknownRiskReview(Refusal):
    """The answer about the risks is none of those there are."""

    def __init__(self, answer: str) -> None:
        known = ", ".join(one.value for one in RiskReview)
        super().__init__(Problem(field="risk_review", says=f"'{answer}' is none of {known}."))


@transaction.atomic
def close_incident(
    *,
    incident_id: int,
    verified_by: str,
    by: Actor,
    at: datetime,
    welfare_outcome: str = "",
    review_date: date | None = None,
    risk_review: str = "",
    risk_review_reason: str = "",
    seen_version: int | None = None,
) -> int:
    """Close; what was said before need not be said again.

    Raises Conflict that names every guard not met, also when the incident is not resolved,
    and UnknownRiskReview.
    """
    by.must(Action.CLOSE)
    verifier = fitting("verified_by", verified_by, most=120)
    welfare = fitting("welfare_outcome", welfare_outcome, most=LONGEST_WORDS)
    risk_reason = fitting("risk_review_reason", risk_review_reason, most=LONGEST_WORDS)
    if risk_review and risk_review not in set(RiskReview):
        raise UnknownRiskReview(risk_review)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    if incident.status in OVER:
        with refusing():
            move(Status(incident.status), to=Status.CLOSED)
    strategy = policies.get(incident.strategy_id).strategy
    record.enter("closed")
    record.set(
        verified_by=verifier or incident.verified_by,
        welfare_outcome=welfare or incident.welfare_outcome,
        review_date=review_date or incident.review_date,
        risk_review=risk_review or incident.risk_review,
        risk_review_reason=risk_reason or incident.risk_review_reason,
    )
    _refuse_unless_closable(record, strategy)
    with refusing():
        record.set(status=move(Status(incident.status), to=Status.CLOSED), closed_at=record.at)
    promises.cancel_all(record, reason="closed")
    record.disarm(TimerKind.DUTY_MARK, str(incident.pk))
    record.disarm(TimerKind.AUDIENCE_DUE, str(incident.pk))
    parts.close_roles(record)
    if incident.review_date is not None:
        _arm_review(record, strategy, incident.review_date)
    end_with_incident(record, says="The incident was closed.")
    record.keep()
    return incident_id


def closing_facts(incident: Incident, strategy: Strategy) -> closing.ClosingFacts:
    """Return what the closing rules look at, as the row stands now."""
    zone = ZoneInfo(strategy.zone)
    resolved = incident.resolved_at
    return closing.ClosingFacts(
        status=incident.status,
        gravest_priority=incident.gravest_priority or incident.priority,
        was_major=incident.declared_at is not None,
        major_running=incident.is_major,
        resolution=incident.resolution,
        resolved_by=incident.resolved_by.name if incident.resolved_by else "",
        resolved_date=resolved.astimezone(zone).date() if resolved else None,
        verified_by=incident.verified_by,
        open_obligations=(*_open_duties(incident), *_owed_by_contract(incident)),
        distress=incident.distress,
        welfare_outcome=incident.welfare_outcome,
        review_date=incident.review_date,
        risk_review=incident.risk_review,
        risk_review_reason=incident.risk_review_reason,
        held_roles=_held_roles(incident) if strategy.closing.roles_released else (),
    )


def _open_duties(incident: Incident) -> tuple[str, ...]:
    rows = incident.obligations.filter(state="open").order_by("id")
    return tuple(rows.values_list("code", flat=True))


def _owed_by_contract(incident: Incident) -> tuple[str, ...]:
    """Return the clocks of a contract that only a person can say are met, and nobody has."""
    rows = incident.clocks.filter(kind__startswith=f"{CONTRACT}.").exclude(state__in=STOPPED)
    return tuple(rows.order_by("id").values_list("kind", flat=True))


def _held_roles(incident: Incident) -> tuple[str, ...]:
    held = incident.roles.filter(person__isnull=False, closed_at=None)
    return tuple(held.order_by("id").values_list("code", flat=True))


def _refuse_unless_closable(record: Record, strategy: Strategy) -> None:
    missing = closing.guards(strategy, closing_facts(record.incident, strategy))
    if missing:
        raise Conflict(*(Problem(field=guard.code, says=guard.says) for guard in missing))


def _arm_review(record: Record, strategy: Strategy, review_date: date) -> None:
    """Remind on the morning of the review, in the strategy's zone."""
    morning = datetime.combine(review_date, time(9), tzinfo=ZoneInfo(strategy.zone))
    record.arm(
        TimerKind.REVIEW_DUE,
        str(record.incident.pk),
        at=max(morning.astimezone(UTC), record.at),
        payload={"incident": record.incident.pk},
    )
