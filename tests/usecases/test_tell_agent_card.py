"""Stories of updates to colleagues: they stand on the agent card, and are corrected there."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Briefing, Delivery, Update
from musterpoint.apps.communications.queries import briefings
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.domain.authority import Actor
from musterpoint.domain.briefings import Part
from musterpoint.usecases.draft_update import draft_update
from musterpoint.usecases.read_briefing import read_briefing
from musterpoint.usecases.send_update import send_update
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.withdraw_fact import withdraw_fact
from tests.factories import assert_ledger_adds_up, at
from tests.usecases.telling import DOWN, composed, drafted, fact, grave, sent, typed, verified

ON_CARD = {"channel__in": ["floor", "banner"]}


@pytest.fixture
def incident(strategy: object, agent: Actor) -> Incident:
    del strategy
    return grave(agent)


@pytest.fixture
def speaker(people: dict[str, Actor]) -> Actor:
    return people["communications"]


def tell(incident: Incident, speaker: Actor, number: int, minutes: float = 6) -> Update:
    update = drafted(
        incident,
        speaker,
        composed(fact(number), audience="colleagues", next_at=at(minutes + 20)),
        minutes - 1,
    )
    send_update(incident_id=incident.pk, number=update.number, by=speaker, at=at(minutes))
    update.refresh_from_db()
    return update


def test_an_update_to_colleagues_stands_on_the_card_once(
    incident: Incident, leader: Actor, speaker: Actor, agent: Actor
) -> None:
    update = tell(incident, speaker, verified(incident, leader))

    (told,) = briefings.for_actor(briefings.open_now(at=at(7)), agent)
    assert [line.says for line in told.of(Part.BROKEN)] == [DOWN, "Next update: 12:26 GMT."]
    assert told.of(Part.NEVER)[0].says == "Do not say what caused it: nobody has verified a cause."
    assert Briefing.objects.get().update_id == update.pk
    assert [one.state for one in Delivery.objects.filter(**ON_CARD)] == ["sent", "sent"]
    assert_ledger_adds_up(incident)


def test_the_next_update_revises_what_stands_there(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    number = verified(incident, leader)
    tell(incident, speaker, number)
    second = tell(incident, speaker, number, 16)

    row = Briefing.objects.get()
    assert (row.revision, row.update_id) == (2, second.pk)
    assert verify_ledger().bad is None


def test_it_has_reached_when_everybody_on_the_floor_has_read_it(
    incident: Incident, leader: Actor, speaker: Actor, agent: Actor
) -> None:
    tell(incident, speaker, verified(incident, leader))
    pk = Briefing.objects.get().pk

    read_briefing(briefing_id=pk, revision=1, by=agent, at=at(8))
    assert {one.state for one in Delivery.objects.filter(**ON_CARD)} == {"sent"}
    read_briefing(briefing_id=pk, revision=1, by=leader, at=at(9))

    states = Delivery.objects.filter(**ON_CARD).values_list("state", "reached_at")
    assert set(states) == {("reached", at(9))}


def test_a_withdrawn_fact_is_corrected_on_the_card_and_read_again(
    incident: Incident, leader: Actor, speaker: Actor, agent: Actor
) -> None:
    number = verified(incident, leader)
    tell(incident, speaker, number)
    pk = Briefing.objects.get().pk
    read_briefing(briefing_id=pk, revision=1, by=agent, at=at(8))

    withdraw_fact(incident_id=incident.pk, number=number, why="Untrue", by=leader, at=at(9))

    told = briefings.one(agent, pk, at=at(10))
    wrong = "Part of this was wrong. A correction is on its way."
    assert told.revision == 2
    assert {line.no_more for line in told.of(Part.BROKEN)} == {wrong}
    assert {line.no_more for line in told.of(Part.NEVER)} == {""}

    right = verified(incident, leader, "Calls to York do not get through.", minutes=10)
    correction = Update.objects.get(corrects__isnull=False)
    drafted_again = composed(
        typed("What we told you was wrong."),
        fact(right, "Calls to York do not get through."),
        audience="colleagues",
        next_at=at(35),
    )
    draft_update(
        incident_id=incident.pk,
        composed=drafted_again,
        number=correction.number,
        revision=correction.revision,
        by=speaker,
        at=at(11),
    )
    send_update(incident_id=incident.pk, number=correction.number, by=speaker, at=at(12))

    told = briefings.one(agent, pk, at=at(13))
    assert told.revision == 3
    assert all(not line.no_more for line in told.lines)
    said = [line.says for line in told.of(Part.BROKEN)]
    assert said[0] == f"Correction. We told you: “{DOWN}” That was wrong."
    assert said[1].endswith("Calls to York do not get through.")
    assert Briefing.objects.get().update_id == correction.pk
    again = Delivery.objects.filter(update=correction, **ON_CARD)
    assert {(one.channel, one.again is not None) for one in again} == {
        ("floor", True),
        ("banner", True),
    }
    assert verify_ledger().bad is None


def test_what_outsiders_are_told_has_no_place_on_the_card(
    incident: Incident, leader: Actor, speaker: Actor, people: dict[str, Actor]
) -> None:
    manager = people["incident_manager"]
    RoleHolder.objects.create(role="communications_lead", person_id=manager.person_id or 0)
    sent(incident, [fact(verified(incident, leader))], speaker, manager)

    assert not Briefing.objects.exists()
