"""Values go into the vault sealed, under a key per person, and one number is one person."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from musterpoint.apps.vault.models import DataKey, Item, Subject
from musterpoint.apps.vault.sealing import NoMasterKey, fresh_key
from musterpoint.domain.authority import Actor
from musterpoint.domain.vault.kinds import Guarded, UnknownKind
from musterpoint.domain.vault.tokens import TOKEN
from musterpoint.usecases.keep_apart import place_tokens
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, entries
from tests.usecases.everything import nothing_changes
from tests.usecases.vaulting import NHS, NINO, OTHER_NHS, PHONE, in_no_table, kept, whose


def test_values_are_kept_sealed_and_found_by_their_tokens(agent: Actor) -> None:
    nhs, phone = kept(NHS, PHONE, by=agent, stream="incident:1")

    assert TOKEN.fullmatch(nhs)
    assert whose(nhs) == whose(phone)
    assert DataKey.objects.count() == 1
    for form in ("943 476 5919", "9434765919", "07700 900123"):
        assert in_no_table(form)


def test_the_ledger_has_the_kind_and_not_the_value(agent: Actor) -> None:
    (token,) = kept(NHS, by=agent, stream="incident:1")

    (entry,) = entries(whose(token).stream)
    said = {
        (one["of"], one["field"]): one.get("new", one.get("add")) for one in entry.data["changes"]
    }
    assert entry.kind == "value_kept"
    assert said[f"item:{token}", "kind"] == "nhs_number"
    assert said[f"item:{token}", "places"] == "incident:1"
    assert verify_ledger().bad is None


def test_a_number_kept_again_is_the_same_token_in_one_more_place(agent: Actor) -> None:
    (first,) = kept(NHS, by=agent, stream="incident:1")
    again = kept(
        Guarded(kind="nhs_number", value="943-476-5919"), by=agent, stream="incident:2", on=at(5)
    )

    assert again == [first]
    item = Item.objects.get()
    assert (item.kept_at, item.last_kept_at) == (at(), at(5))
    assert verify_ledger().bad is None


def test_a_value_said_twice_in_a_text_is_one(agent: Actor) -> None:
    first, second = kept(PHONE, PHONE, by=agent)

    assert first == second
    assert Item.objects.count() == 1


def test_two_numbers_of_one_kind_are_two_people_and_the_rest_is_nobodys_of_them(
    agent: Actor,
) -> None:
    one, other, phone = kept(NHS, OTHER_NHS, PHONE, by=agent)

    assert len({whose(one), whose(other), whose(phone)}) == 3


def test_two_kinds_of_number_in_one_text_are_one_person(agent: Actor) -> None:
    nhs, nino = kept(NHS, NINO, by=agent)

    assert whose(nhs) == whose(nino)


def test_numbers_known_to_be_two_peoples_stay_theirs(agent: Actor) -> None:
    (nhs,), (nino,) = kept(NHS, by=agent), kept(NINO, by=agent)

    again = kept(NHS, NINO, PHONE, by=agent)

    assert again[:2] == [nhs, nino]
    assert Subject.objects.count() == 3
    assert whose(again[2]) not in {whose(nhs), whose(nino)}


def test_what_identifies_nobody_is_of_a_person_of_its_own_each_time(agent: Actor) -> None:
    (one,), (other,) = kept(PHONE, by=agent), kept(PHONE, by=agent)

    assert whose(one) != whose(other)


def test_a_known_number_takes_the_rest_of_the_text_along(agent: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)
    _again, phone = kept(NHS, PHONE, by=agent)

    assert whose(phone) == whose(nhs)


def test_a_text_that_had_no_place_yet_gets_one(agent: Actor) -> None:
    (token,) = kept(PHONE, by=agent)

    place_tokens([token, "V-0000000000"], stream="incident:9", by=agent, at=at(1))
    place_tokens([token], stream="incident:9", by=agent, at=at(2))

    assert [one.kind for one in entries(whose(token).stream)] == ["value_kept", "value_placed"]
    assert verify_ledger().bad is None


def test_a_number_is_found_again_after_the_key_changed(
    agent: Actor, settings: LazySettings
) -> None:
    (first,) = kept(NHS, by=agent)
    settings.MASTER_KEY = f"{fresh_key()},{settings.MASTER_KEY}"

    assert kept(NHS, by=agent) == [first]


def test_an_unknown_kind_keeps_nothing(agent: Actor) -> None:
    with nothing_changes(UnknownKind):
        kept(NHS, Guarded(kind="shoe_size", value="9"), by=agent)


def test_without_a_master_key_nothing_is_kept(agent: Actor, settings: LazySettings) -> None:
    settings.MASTER_KEY = ""

    with nothing_changes(NoMasterKey):
        kept(PHONE, by=agent)


@pytest.mark.parametrize("value", ["", " ", "\ud800", "x" * 20_000])
def test_odd_values_come_back_as_they_were(agent: Actor, manager: Actor, value: str) -> None:
    from musterpoint.usecases.read_value import read_value

    (token,) = kept(Guarded(kind="other", value=value), by=agent)

    assert read_value(token=token, reason="To see.", by=manager, at=at(1)) == value
