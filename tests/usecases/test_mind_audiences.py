"""Stories of the audiences' clocks: warned before a word is owed, loud when it is late."""

from __future__ import annotations

from datetime import datetime

import pytest

from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import claim_due, fired
from musterpoint.domain.authority import Actor
from musterpoint.domain.updates import Stage
from musterpoint.usecases.audience_clocks import owed_now
from musterpoint.usecases.mind_audiences import mind_audiences
from musterpoint.usecases.nothing_new import nothing_new
from musterpoint.usecases.restrict_incident import restrict_incident
from tests.factories import assert_ledger_adds_up, at, fresh
from tests.usecases.telling import grave


@pytest.fixture
def incident(strategy: Version, agent: Actor) -> Incident:
    del strategy
    return grave(agent)


@pytest.fixture
def speaker(people: dict[str, Actor]) -> Actor:
    actor = people["communications"]
    assert actor.person_id is not None
    RoleHolder.objects.create(role="communications_lead", person_id=actor.person_id)
    return actor


def timer(incident: Incident) -> datetime | None:
    armed = Timer.objects.filter(
        kind="audience_due", key=str(incident.pk), fired_at=None, cancelled_at=None
    ).first()
    return armed.due_at if armed is not None else None


def mind(minutes: float) -> None:
    Timer.objects.exclude(kind="audience_due").delete()
    due = claim_due(at=at(minutes), limit=50)
    mind_audiences(due, at(minutes))
    fired(due, at=at(minutes))


def owed(incident: Incident, minutes: float, strategy: Version) -> dict[str, datetime]:
    found = owed_now(fresh(incident), strategy.strategy, at=at(minutes))
    return {one.audience: one.due_at for one in found}


def late(incident: Incident) -> list[str]:
    rows = Entry.objects.filter(stream=incident.stream, kind="audience_late").order_by("seq")
    return [entry.data["audience"] for entry in rows]


def test_every_audience_of_the_plan_has_a_clock(incident: Incident, strategy: Version) -> None:
    assert owed(incident, 1, strategy) == {
        "colleagues": at(5),
        "leaders": at(10),
        "suppliers": at(10),
        "customers": at(15),
        "executives": at(15),
        "key_accounts": at(20),
        "clients": at(25),
    }
    assert timer(incident) == at(3.75)


def test_a_change_of_priority_changes_what_is_owed(
    agent: Actor, manager: Actor, strategy: Version
) -> None:
    from musterpoint.usecases.assess_incident import assess_incident

    incident = grave(agent, impact="I4", urgency="U4")
    assert timer(incident) is None
    facts = {"impact": "I1", "urgency": "U1"}
    assess_incident(incident_id=incident.pk, by=manager, at=at(10), reason="worse", **facts)  # type: ignore[arg-type]  # named above

    assert owed(incident, 11, strategy)["customers"] == at(25)
    assert timer(incident) == at(13.75)
    stages = queries.stages(fresh(incident), strategy.strategy, at=at(11))
    assert [(one.since, one.priority) for one in stages] == [(at(), "P5"), (at(10), "P1")]


def test_whoever_speaks_is_warned_and_a_late_word_is_loud(
    incident: Incident, speaker: Actor, manager: Actor
) -> None:
    mind(4)

    told = Message.objects.filter(purpose="audience")
    assert [(one.recipient_id, one.channel) for one in told] == [(speaker.person_id, "in_product")]
    assert "the first update is due at 12:05 GMT" in told[0].body
    assert late(incident) == []
    assert timer(incident) == at(5)
    mind(5)

    assert late(incident) == ["colleagues"]
    loud = told.filter(subject__contains="late")
    assert {(one.recipient_id, one.channel) for one in loud} == {
        (person.person_id, channel)
        for person in (speaker, manager)
        for channel in ("in_product", "email")
    }
    assert_ledger_adds_up(incident)


def test_what_fell_due_while_nobody_looked_is_told_once(incident: Incident, speaker: Actor) -> None:
    del speaker
    mind(60)

    assert sorted(late(incident)) == [
        "clients",
        "colleagues",
        "customers",
        "executives",
        "key_accounts",
        "leaders",
        "suppliers",
    ]
    assert timer(incident) is None
    mind(90)
    assert len(late(incident)) == 7


def test_an_update_starts_the_next_round(
    incident: Incident, speaker: Actor, strategy: Version
) -> None:
    nothing_new(
        incident_id=incident.pk, audience="colleagues", next_at=at(20), by=speaker, at=at(3)
    )

    assert owed(incident, 4, strategy)["colleagues"] == at(20)
    assert timer(incident) == at(7.5)  # suppliers and leaders


def test_of_a_restricted_incident_nobody_is_owed_words(
    incident: Incident, manager: Actor, strategy: Version
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="A person", by=manager, at=at(2)
    )

    assert timer(incident) is None
    assert owed(incident, 3, strategy) == {}
    restrict_incident(
        incident_id=incident.pk, restricted=False, reason="No person", by=manager, at=at(4)
    )
    assert timer(incident) is not None


def test_once_the_service_is_back_only_those_who_were_told_are_owed_the_end(
    incident: Incident, manager: Actor, speaker: Actor, strategy: Version
) -> None:
    from tests.usecases.handling import Handling

    nothing_new(
        incident_id=incident.pk, audience="colleagues", next_at=at(20), by=speaker, at=at(3)
    )
    handling = Handling(incident=incident, by=manager)
    handling.acknowledge(4)
    handling.begin(5)
    handling.resolve(9)

    assert owed(incident, 10, strategy) == {"colleagues": at(20)}
    assert isinstance(queries.stages(fresh(incident), strategy.strategy, at=at(10))[0], Stage)
