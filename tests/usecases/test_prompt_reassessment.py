"""Elapsed time prompts a fresh look, again and again, and changes nothing by itself."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.assess_incident import assess_incident
from tests.factories import at, entries, fresh, kinds, log
from tests.running import run_due, told


@pytest.fixture
def outage(strategy: Version, agent: Actor, leader: Actor) -> Incident:
    """A P1, looked at again each 30 minutes, that the team leader owns."""
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    Incident.objects.filter(pk=incident.pk).update(owner=leader.person_id)
    return incident


def test_the_owner_is_asked_and_the_reason_is_kept(outage: Incident) -> None:
    run_due(at(30))

    entry = next(e for e in entries(outage) if e.kind == "reassess_prompted")
    assert "The last assessment is 30 min old or more." in fresh(outage).reassess_reason
    assert entry.data["because"][0]["clause"] == "reassess.every.P1"
    assert told("reassess") == ["Siobhan Kelly"]
    assert fresh(outage).priority == outage.priority


def test_the_next_prompt_follows(outage: Incident) -> None:
    run_due(at(30))

    armed = timers.armed(kind=TimerKind.REASSESS, key=str(outage.pk))
    assert armed is not None
    assert armed.due_at == at(60)


def test_a_fresh_look_puts_the_prompt_off(outage: Incident, manager: Actor) -> None:
    assess_incident(incident_id=outage.pk, impact="I1", urgency="U1", by=manager, at=at(20))

    run_due(at(30))

    assert "reassess_prompted" not in kinds(outage)


def test_an_incident_that_is_not_open_is_not_prompted(outage: Incident) -> None:
    Incident.objects.filter(pk=outage.pk).update(status="withdrawn")

    run_due(at(30))

    assert not Message.objects.filter(purpose="reassess").exists()
    assert timers.armed(kind=TimerKind.REASSESS, key=str(outage.pk)) is None
