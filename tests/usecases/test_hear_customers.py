"""Stories of "a customer just told me this": counted, undone, and asking for a fresh look."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import ContactVote
from musterpoint.apps.communications.queries import contact_votes
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.domain.contact_votes import Heard
from musterpoint.usecases.hear_customers import (
    CannotBeUndone,
    TooSoon,
    hear_customer,
    undo_hearing,
)
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.working import IncidentIsOver
from tests.factories import as_actor, assert_ledger_adds_up, at, fresh, kinds, log, person, refused


def hear(incident: Incident, by: Actor, minutes: float = 1) -> ContactVote:
    return hear_customer(incident_id=incident.pk, by=by, at=at(minutes))


@pytest.fixture
def floor(db: None) -> list[Actor]:
    """Twenty agents."""
    return [as_actor(person(f"Agent {number}", Role.AGENT)) for number in range(20)]


def test_a_tap_counts_one_customer_and_touches_nothing_else(
    incident: Incident, agent: Actor
) -> None:
    before = fresh(incident).version
    hear(incident, agent)

    heard = contact_votes.heard(incident.pk, at=at(2))
    assert heard == Heard(lately=1, people_lately=1, in_all=1)
    assert kinds(f"heard:{incident.pk}") == ["customer_told"]
    assert fresh(incident).version == before
    assert verify_ledger().bad is None


def test_two_taps_are_one_customer(incident: Incident, agent: Actor) -> None:
    hear(incident, agent)

    with refused(TooSoon, incident) as refusal:
        hear(incident, agent, 1.25)

    assert str(refusal.value) == (
        "That was counted already. Wait 5 seconds before you count the next customer."
    )
    hear(incident, agent, 1.5)
    assert ContactVote.objects.count() == 2


def test_a_tap_is_taken_back_by_who_made_it_and_soon(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    vote = hear(incident, agent)
    with refused(CannotBeUndone, incident):
        undo_hearing(vote_id=vote.pk, by=leader, at=at(2))
    with refused(CannotBeUndone, incident):
        undo_hearing(vote_id=vote.pk, by=agent, at=at(11))
    undo_hearing(vote_id=vote.pk, by=agent, at=at(2))

    assert contact_votes.heard(incident.pk, at=at(3)).in_all == 0
    with refused(CannotBeUndone, incident):
        undo_hearing(vote_id=vote.pk, by=agent, at=at(3))
    assert kinds(f"heard:{incident.pk}") == ["customer_told", "customer_told_undone"]
    assert verify_ledger().bad is None


def test_an_auditor_counts_nobody(incident: Incident, people: dict[str, Actor]) -> None:
    with refused(NotAllowed, incident):
        hear(incident, people["auditor"])


def test_nothing_is_counted_of_what_is_over_or_unseen(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    secret = log(by=manager, restricted=True)
    with refused(NoSuchIncident, secret):
        hear(secret, agent)
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=manager, at=at(1)
    )
    with refused(IncidentIsOver, incident):
        hear(incident, agent, 2)


def test_the_tenth_customer_asks_for_a_fresh_look_and_changes_no_priority(
    incident: Incident, floor: list[Actor], manager: Actor
) -> None:
    before = fresh(incident)
    for agent in floor[:9]:
        hear(incident, agent)
    assert fresh(incident).version == before.version

    hear(incident, floor[9], 2)

    after = fresh(incident)
    says = (
        "10 customers told 10 agents within 15 minutes, 10 in all."
        " At least so many are affected: is the impact still right?"
    )
    assert after.reassess_reason == says
    assert (after.priority, after.impact, after.customers_affected) == (
        before.priority,
        before.impact,
        before.customers_affected,
    )
    assert kinds(incident)[-1] == "reassess_prompted"
    letters = Message.objects.filter(key__startswith="heard:")
    assert [letter.recipient_id for letter in letters] == [manager.person_id]
    assert_ledger_adds_up(incident)


def test_it_is_asked_again_only_when_twice_as_many_told_us(
    incident: Incident, floor: list[Actor]
) -> None:
    for agent in floor[:19]:
        hear(incident, agent)
    assert kinds(incident).count("reassess_prompted") == 1

    hear(incident, floor[19])

    assert kinds(incident).count("reassess_prompted") == 2
    assert verify_ledger().bad is None


def test_old_votes_ask_for_nothing(incident: Incident, floor: list[Actor]) -> None:
    for number, agent in enumerate(floor):
        hear(incident, agent, 1 + 2 * number)

    assert contact_votes.heard(incident.pk, at=at(60)) == Heard(
        lately=0, people_lately=0, in_all=20
    )
    assert "reassess_prompted" not in kinds(incident)
