"""While a legal hold stands nothing it covers is erased; who set and lifted it stays known."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.vault.models import Hold
from musterpoint.apps.vault.operations.erasing import held_among, is_held
from musterpoint.apps.vault.queries import NoSuchPerson
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.hold_legally import (
    WHY,
    WHY_LIFTED,
    NoSuchHold,
    hold_incident_data,
    hold_person,
    lift_hold,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, entries
from tests.usecases.everything import nothing_changes
from tests.usecases.vaulting import NHS, PHONE, kept, whose

CASE = "A claim was brought, case 77."


def test_a_person_is_held_until_it_is_lifted(agent: Actor, manager: Actor) -> None:
    (nhs,), (phone,) = kept(NHS, by=agent), kept(PHONE, by=agent)

    number = hold_person(ref=whose(nhs).ref, reason=CASE, by=manager, at=at(1))

    assert is_held(whose(nhs))
    assert not is_held(whose(phone))
    assert held_among([whose(nhs).pk, whose(phone).pk]) == {whose(nhs).pk}
    lift_hold(hold_id=number, reason="It was settled.", by=manager, at=at(2))
    assert not is_held(whose(nhs))
    assert held_among([whose(nhs).pk]) == set()
    assert [one.kind for one in entries(f"hold:{number}")] == ["hold_set", "hold_lifted"]
    assert verify_ledger().bad is None


def test_an_incident_holds_everybody_it_has_a_token_of(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    (nhs,) = kept(NHS, by=agent, stream=incident.stream)
    hold_incident_data(incident_id=incident.pk, reason=CASE, by=manager, at=at(1))
    (phone,) = kept(PHONE, by=agent, stream=incident.stream)
    (other,) = kept(PHONE, by=agent, stream="incident:999")

    people = [whose(one).pk for one in (nhs, phone, other)]
    assert [is_held(whose(one)) for one in (nhs, phone, other)] == [True, True, False]
    assert held_among(people) == set(people[:2])


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_hold_has_a_reason_and_so_has_its_end(agent: Actor, manager: Actor, reason: str) -> None:
    (nhs,) = kept(NHS, by=agent)
    with nothing_changes(Refusal, reason=WHY):
        hold_person(ref=whose(nhs).ref, reason=reason, by=manager, at=at(1))
    number = hold_person(ref=whose(nhs).ref, reason=CASE, by=manager, at=at(1))

    with nothing_changes(Refusal, reason=WHY_LIFTED):
        lift_hold(hold_id=number, reason=reason, by=manager, at=at(2))


def test_a_hold_is_lifted_once(agent: Actor, manager: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)
    number = hold_person(ref=whose(nhs).ref, reason=CASE, by=manager, at=at(1))
    lift_hold(hold_id=number, reason="Settled.", by=manager, at=at(2))

    for unknown in (number, 0):
        with nothing_changes(NoSuchHold, hold="This legal hold does not stand."):
            lift_hold(hold_id=unknown, reason="Settled.", by=manager, at=at(3))


def test_nobody_unknown_is_held(manager: Actor) -> None:
    with nothing_changes(NoSuchPerson):
        hold_person(ref="P-0000000000", reason=CASE, by=manager, at=at(1))
    with nothing_changes(NoSuchIncident):
        hold_incident_data(incident_id=404, reason=CASE, by=manager, at=at(1))


def test_an_incident_one_may_not_see_is_not_held(
    incident: Incident, manager: Actor, people: dict[str, Actor]
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="It names us.", by=manager, at=at(1)
    )

    with nothing_changes(NoSuchIncident):
        hold_incident_data(incident_id=incident.pk, reason=CASE, by=people["quality"], at=at(2))


def test_only_those_who_keep_the_vault_hold(agent: Actor, people: dict[str, Actor]) -> None:
    (nhs,) = kept(NHS, by=agent)
    for role in people.keys() - {"incident_manager", "quality"}:
        with nothing_changes(NotAllowed):
            hold_person(ref=whose(nhs).ref, reason=CASE, by=people[role], at=at(1))

    hold_person(ref=whose(nhs).ref, reason=CASE, by=people["quality"], at=at(1))
    assert Hold.objects.count() == 1
