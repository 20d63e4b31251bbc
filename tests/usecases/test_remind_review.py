"""The review that closing promised is remembered on its day."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from tests.factories import at, kinds, log
from tests.running import run_due, told

DAY = 24 * 60


@pytest.fixture
def closed(strategy: Version, agent: Actor, manager: Actor) -> Incident:
    """A closed incident whose review is due in two days."""
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    Incident.objects.filter(pk=incident.pk).update(
        status="closed", resolved_at=at(1), closed_at=at(2), review_date="2026-03-12"
    )
    due = Due(
        kind=TimerKind.REVIEW_DUE,
        key=str(incident.pk),
        at=at(2 * DAY),
        payload={"incident": incident.pk},
    )
    timers.arm([due], at=at(2))
    return incident


def test_whoever_manages_it_is_reminded_on_the_page_and_by_mail(closed: Incident) -> None:
    run_due(at(2 * DAY))
    run_due(at(3 * DAY))

    assert told("review") == ["Asha Patel"]
    assert Message.objects.filter(purpose="review", channel="email").count() == 1
    assert kinds(closed).count("review_reminded") == 1


def test_an_incident_that_was_reopened_is_not_reminded_of(closed: Incident) -> None:
    Incident.objects.filter(pk=closed.pk).update(status="in_progress")

    run_due(at(2 * DAY))

    assert told("review") == []
