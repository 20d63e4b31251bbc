"""Two people found to be one are one from then on, and everybody else stays who they are."""

from __future__ import annotations

import pytest

from musterpoint.apps.vault.models import DataKey, Subject
from musterpoint.apps.vault.operations.erasing import is_held
from musterpoint.apps.vault.queries import NoSuchPerson
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.find_person import WHAT, WHY, find_person
from musterpoint.usecases.hold_legally import GoneAlready, hold_person
from musterpoint.usecases.join_people import SamePerson, join_people
from musterpoint.usecases.read_value import read_value
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, entries
from tests.usecases.everything import nothing_changes
from tests.usecases.vaulting import NHS, NINO, PHONE, in_no_table, kept, whose

HOW = "Both were read out in one call."


def test_values_move_and_open_under_the_other_key(agent: Actor, manager: Actor) -> None:
    (nhs,), (nino,) = kept(NHS, by=agent, stream="incident:1"), kept(NINO, by=agent)
    gone, into = whose(nino), whose(nhs)
    hold_person(ref=gone.ref, reason="A claim.", by=manager, at=at(1))

    join_people(ref=gone.ref, into=into.ref, reason=HOW, by=manager, at=at(2))

    assert whose(nino) == into
    assert Subject.objects.get(pk=gone.pk).joined_to == into
    assert DataKey.objects.count() == 1
    assert is_held(into)
    assert read_value(token=nino, reason="To see.", by=manager, at=at(3)) == NINO.value
    assert verify_ledger().bad is None


def test_values_in_places_move_with_their_places(agent: Actor, manager: Actor) -> None:
    (nhs,), (nino,) = kept(NHS, by=agent, stream="incident:1"), kept(NINO, by=agent)

    join_people(ref=whose(nhs).ref, into=whose(nino).ref, reason=HOW, by=manager, at=at(2))

    assert verify_ledger().bad is None
    assert kept(NHS, by=agent, stream="incident:2") == [nhs]
    assert verify_ledger().bad is None


def test_one_is_not_joined_to_itself_to_nobody_or_to_one_who_is_gone(
    agent: Actor, manager: Actor
) -> None:
    (nhs,), (nino,) = kept(NHS, by=agent), kept(NINO, by=agent)
    one, other = whose(nhs).ref, whose(nino).ref

    with nothing_changes(SamePerson, into="Choose another person to join this one to."):
        join_people(ref=one, into=one, reason=HOW, by=manager, at=at(1))
    with nothing_changes(NoSuchPerson):
        join_people(ref=one, into="P-0000000000", reason=HOW, by=manager, at=at(1))
    with nothing_changes(Refusal, reason="Say how you know that they are one."):
        join_people(ref=one, into=other, reason="", by=manager, at=at(1))
    join_people(ref=one, into=other, reason=HOW, by=manager, at=at(1))
    with nothing_changes(
        GoneAlready,
        person="This person's data was erased, is being erased, or was joined to another's.",
    ):
        join_people(ref=one, into=other, reason=HOW, by=manager, at=at(2))


def test_few_join_and_few_look_for_people(agent: Actor, people: dict[str, Actor]) -> None:
    (nhs,), (nino,) = kept(NHS, by=agent), kept(NINO, by=agent)
    one, other = whose(nhs).ref, whose(nino).ref
    for role in people.keys() - {"incident_manager", "quality"}:
        with nothing_changes(NotAllowed):
            join_people(ref=one, into=other, reason=HOW, by=people[role], at=at(1))
        with nothing_changes(NotAllowed):
            find_person(sought=NHS.value, reason="She asks.", by=people[role], at=at(1))


@pytest.mark.parametrize("written", ["07700 900123", "+44 7700 900123", "07700900123"])
def test_a_person_is_found_by_any_of_their_values_however_written(
    agent: Actor, manager: Actor, written: str
) -> None:
    _nhs, phone = kept(NHS, PHONE, by=agent)
    (elsewhere,) = kept(PHONE, by=agent)

    found = find_person(sought=written, reason="She asks.", by=manager, at=at(1))

    assert found == [whose(elsewhere), whose(phone)]
    for token in (phone, elsewhere):
        assert entries(whose(token).stream)[-1].data == {"changes": [], "reason": "She asks."}
    assert in_no_table(written)


def test_nobody_is_found_by_a_part_and_looking_has_a_reason(agent: Actor, manager: Actor) -> None:
    kept(PHONE, by=agent)

    assert find_person(sought="07700 900", reason="She asks.", by=manager, at=at(1)) == []
    with nothing_changes(Refusal, reason=WHY):
        find_person(sought="07700 900123", reason="", by=manager, at=at(1))
    with nothing_changes(Refusal, sought=WHAT):
        find_person(sought=" ", reason="She asks.", by=manager, at=at(1))
