"""A value is read with a reason that stays, by few, and special ones by fewer."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.vault.models import Item
from musterpoint.apps.vault.operations.reading import NoSuchToken
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.read_value import WHY, CannotBeOpened, read_value
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import at, entries
from tests.usecases.everything import nothing_changes
from tests.usecases.vaulting import HEALTH, NHS, PHONE, kept, whose

READERS = {"team_leader", "incident_manager", "quality", "welfare"}
WHY_READ = "To call the patient back."


def test_a_reading_gives_the_value_and_stands_in_the_ledger(agent: Actor, leader: Actor) -> None:
    (token,) = kept(NHS, by=agent)

    value = read_value(token=token, reason=f" {WHY_READ} ", by=leader, at=at(3))

    entry = entries(whose(token).stream)[-1]
    assert value == "943 476 5919"
    assert (entry.kind, entry.actor, entry.at) == ("value_read", leader.key, at(3))
    assert entry.data == {
        "changes": [],
        "token": token,
        "value_kind": "nhs_number",
        "reason": WHY_READ,
    }
    assert verify_ledger().bad is None


def test_few_roles_read(agent: Actor, people: dict[str, Actor]) -> None:
    (token,) = kept(PHONE, by=agent)

    for role in people.keys() - READERS:
        with nothing_changes(NotAllowed):
            read_value(token=token, reason=WHY_READ, by=people[role], at=at(1))
    for role in READERS:
        assert read_value(token=token, reason=WHY_READ, by=people[role], at=at(1)) == PHONE.value


def test_fewer_read_what_is_special(agent: Actor, people: dict[str, Actor]) -> None:
    (token,) = kept(HEALTH, by=agent)

    for role in ("team_leader", "quality"):
        with nothing_changes(NotAllowed):
            read_value(token=token, reason=WHY_READ, by=people[role], at=at(1))
    for role in ("incident_manager", "welfare"):
        assert read_value(token=token, reason=WHY_READ, by=people[role], at=at(1)) == HEALTH.value


@pytest.mark.parametrize(
    ("reason", "says"),
    [(" ", WHY), ("x" * 501, "This has 501 characters; 500 fit here.")],
)
def test_without_a_fitting_reason_nothing_is_read(
    agent: Actor, manager: Actor, reason: str, says: str
) -> None:
    (token,) = kept(PHONE, by=agent)

    with nothing_changes(Refusal, reason=says):
        read_value(token=token, reason=reason, by=manager, at=at(1))


def test_the_product_itself_reads_nothing(agent: Actor) -> None:
    (token,) = kept(PHONE, by=agent)

    with nothing_changes(OnlyAPerson, by="Only a signed-in person can do this."):
        read_value(token=token, reason=WHY_READ, by=system("worker"), at=at(1))


def test_an_unknown_token_is_said_to_be_unknown(manager: Actor) -> None:
    with nothing_changes(NoSuchToken):
        read_value(token="V-0000000000", reason=WHY_READ, by=manager, at=at(1))


def test_what_stands_in_a_restricted_incident_alone_is_unknown_to_others(
    incident: Incident, agent: Actor, leader: Actor, manager: Actor
) -> None:
    (token,) = kept(PHONE, by=agent, stream=incident.stream)
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="It names us.", by=manager, at=at(1)
    )

    with nothing_changes(NoSuchToken):
        read_value(token=token, reason=WHY_READ, by=leader, at=at(2))
    assert read_value(token=token, reason=WHY_READ, by=manager, at=at(2)) == PHONE.value


def test_a_sealed_value_put_behind_another_token_does_not_open(
    agent: Actor, manager: Actor
) -> None:
    nhs, phone = kept(NHS, PHONE, by=agent)
    swapped = Item.objects.get(token=nhs)
    Item.objects.filter(token=phone).update(sealed=bytes(swapped.sealed or b""))

    says = "This value does not open here. Ask an administrator to look at the vault's keys."
    with nothing_changes(CannotBeOpened, token=says):
        read_value(token=phone, reason=WHY_READ, by=manager, at=at(1))
