"""Turns one line of the week's history into the steps that people took."""

from __future__ import annotations

from datetime import datetime, timedelta

from musterpoint.apps.incidents.queries import one
from musterpoint.domain.report import Report
from musterpoint.interfaces.console.sample.history import Past
from musterpoint.interfaces.console.sample.play import Story, minutes
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.hold_incident import hold_incident, resume_incident
from musterpoint.usecases.log_incident import log_incident
from musterpoint.usecases.record_update import record_update
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.settle_obligation import settle_obligation
from musterpoint.usecases.work_roles import take_role
from musterpoint.usecases.work_tasks import finish_task

VERIFIED_BY = "Grace Adeyemi"


def tell(story: Story, past: Past) -> None:
    """Add the steps of one past incident to the story."""
    start = story.local(days=past.days, clock=past.at)
    known: dict[str, int] = {}
    manager = story.who(past.manager)

    def log(at: datetime) -> None:
        report = Report(
            summary=past.summary,
            nature=past.nature or past.summary,
            began_at=minutes(at, past.began),
            category=past.category,
            impact=past.impact,
            urgency=past.urgency,
            reported_by=story.who(past.by).name,
            source=past.source,
            service=past.service or "telephony",
            site=past.site or "leeds",
            queue=past.queue,
            account=past.account,
            customers_affected=past.affected if past.affected is not None else 10,
            life_safety=False,
            vulnerable_customers=False,
        )
        known["id"] = log_incident(report=report, by=story.who(past.by), at=at).incident.pk

    def answer(at: datetime) -> None:
        acknowledge_incident(incident_id=known["id"], by=manager, at=at)
        take_role(incident_id=known["id"], role="incident_manager", by=manager, at=at)

    story.at(start, log)
    story.at(minutes(start, past.answered), answer)
    story.at(
        minutes(start, past.answered + 1),
        lambda at: begin_work(incident_id=known["id"], by=manager, at=at),
    )
    _tell_middle(story, past, start, known)
    _tell_end(story, past, start, known)


def _tell_middle(story: Story, past: Past, start: datetime, known: dict[str, int]) -> None:
    manager = story.who(past.manager)
    story.at(
        minutes(start, past.update),
        lambda at: record_update(
            incident_id=known["id"],
            says=f"We know about this and are working on it: {past.summary}.",
            audience="staff",
            by=manager,
            at=at,
        ),
    )
    for position in (1, 2):
        story.at(
            minutes(start, past.update + 2 * position),
            lambda at, position=position: finish_task(  # type: ignore[misc]  # bound per turn
                incident_id=known["id"], position=position, by=manager, at=at
            ),
        )
    if past.held is not None:
        reason, held, resumed = past.held
        story.at(
            minutes(start, held),
            lambda at: hold_incident(
                incident_id=known["id"], reason_code=reason, by=manager, at=at
            ),
        )
        story.at(
            minutes(start, resumed),
            lambda at: resume_incident(incident_id=known["id"], by=manager, at=at),
        )


def _tell_end(story: Story, past: Past, start: datetime, known: dict[str, int]) -> None:
    manager, closer = story.who(past.manager), story.who("marcus.webb")
    story.at(
        minutes(start, past.resolved),
        lambda at: resolve_incident(
            incident_id=known["id"],
            resolution=past.resolution,
            restored_at=minutes(at, -5),
            by=manager,
            at=at,
        ),
    )
    if not past.closed:
        return

    def close(at: datetime) -> None:
        for code in one.room(closer, known["id"]).owed:
            settle_obligation(
                incident_id=known["id"],
                code=code,
                state="not_applicable",
                reason="Looked at with compliance: the threshold was not reached.",
                by=closer,
                at=at,
            )
        close_incident(
            incident_id=known["id"],
            verified_by=VERIFIED_BY,
            welfare_outcome=past.welfare,
            review_date=(at + timedelta(days=9)).date(),
            by=closer,
            at=at,
        )

    story.at(minutes(start, past.resolved + 45), close)
