"""Stories of an update that says nothing is new: the agent card keeps what it says."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Briefing
from musterpoint.apps.communications.operations import briefings
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.domain.briefings import Part
from musterpoint.usecases.nothing_new import nothing_new
from musterpoint.usecases.send_update import send_update
from musterpoint.usecases.withdraw_fact import withdraw_fact
from tests.factories import assert_ledger_adds_up, at, kinds
from tests.usecases.telling import DOWN, composed, drafted, fact, grave, verified

NOTHING = "There is nothing new to tell since our last update."


@pytest.fixture
def incident(strategy: object, agent: Actor) -> Incident:
    del strategy
    return grave(agent)


@pytest.fixture
def told(incident: Incident, leader: Actor, people: dict[str, Actor]) -> Actor:
    """Whoever told colleagues what is broken, and then twice that nothing is new."""
    speaker = people["communications"]
    drafted(incident, speaker, composed(fact(verified(incident, leader)), audience="colleagues"))
    send_update(incident_id=incident.pk, number=1, by=speaker, at=at(6))
    for minute in (20, 40):
        nothing_new(
            incident_id=incident.pk,
            audience="colleagues",
            next_at=at(minute + 20),
            by=speaker,
            at=at(minute),
        )
    return speaker


def broken() -> list[str]:
    return [one.says for one in briefings.lines(Briefing.objects.get()) if one.part is Part.BROKEN]


@pytest.mark.usefixtures("told")
def test_what_is_broken_stays_with_the_time_of_the_next_word(incident: Incident) -> None:
    assert broken() == [DOWN, NOTHING, "Next update: 13:00 GMT."]
    assert Briefing.objects.get().revision == 3
    assert_ledger_adds_up(incident)


@pytest.mark.usefixtures("told")
def test_a_fact_withdrawn_since_still_asks_everybody_to_read_again(
    incident: Incident, leader: Actor
) -> None:
    withdraw_fact(incident_id=incident.pk, number=1, why="Two work", by=leader, at=at(41))

    assert Briefing.objects.get().revision == 4
    assert "briefing_outdated" in kinds(incident)
    assert_ledger_adds_up(incident)
