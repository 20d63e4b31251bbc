"""Accounts: added, given roles, shut out and let in again; every refusal leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.accounts.operations import NoSuchPerson
from musterpoint.apps.ledger.models import Entry
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.usecases import manage_people
from musterpoint.usecases.manage_people import (
    AlreadySo,
    KnownEmail,
    LastAdministrator,
    NoRole,
    NotAnAddress,
    UnknownRole,
    add_person,
    change_roles,
    deactivate,
    give_password_link,
    reactivate,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import NOON, at, entries, kinds, person

NOVA: dict[str, Any] = {"email": "Nova.Quinn@centre.example", "name": "Nova Quinn"}


@pytest.fixture
def administrator(people: dict[str, Actor]) -> Actor:
    return people["administrator"]


def _state() -> tuple[list[tuple[Any, ...]], int]:
    rows = Person.objects.order_by("pk").values_list("pk", "email", "name", "roles", "is_active")
    return list(rows), Entry.objects.count()


def _refused(refusal: type[Exception], call: Callable[..., object], **asked: Any) -> Any:
    before = _state()
    with pytest.raises(refusal) as raised:
        call(**asked)
    assert _state() == before
    return raised.value


def test_somebody_is_added_with_their_roles(administrator: Actor) -> None:
    pk = add_person(**NOVA, roles=["quality", "agent"], by=administrator, at=NOON)

    added = Person.objects.get(pk=pk)
    assert (added.email, added.name, added.roles) == (
        "nova.quinn@centre.example", "Nova Quinn", ["agent", "quality"],
    )  # fmt: skip
    assert not added.has_usable_password()
    (entry,) = entries(f"person:{pk}")
    assert (entry.kind, entry.actor) == ("person_added", administrator.key)
    assert entry.data["changes"] == [
        {"of": "person", "field": "roles", "old": None, "new": ["agent", "quality"]},
        {"of": "person", "field": "is_active", "old": None, "new": True},
    ]


def test_the_ledger_holds_neither_name_nor_address(administrator: Actor) -> None:
    pk = add_person(**NOVA, roles=["agent"], by=administrator, at=NOON)
    change_roles(person_id=pk, roles=["quality"], by=administrator, at=at(1))
    deactivate(person_id=pk, by=administrator, at=at(2))

    written = str([entry.data for entry in entries(f"person:{pk}")]).lower()

    assert "nova" not in written
    assert "centre.example" not in written
    assert verify_ledger(stream=f"person:{pk}").bad is None


@pytest.mark.parametrize("email", ["nova.quinn@centre.example", " NOVA.QUINN@centre.example "])
def test_an_address_is_known_in_any_case(administrator: Actor, email: str) -> None:
    add_person(**NOVA, roles=["agent"], by=administrator, at=NOON)

    asked = {"email": email, "name": "Another", "roles": ["agent"]}
    refusal = _refused(KnownEmail, add_person, **asked, by=administrator, at=at(1))

    assert [problem.field for problem in refusal.errors] == ["email"]


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"email": "nova"}, NotAnAddress, "email"),
        ({"name": "  "}, Refusal, "name"),
        ({"roles": []}, NoRole, "roles"),
        ({"roles": ["agent", "wizard"]}, UnknownRole, "roles"),
    ],
)
def test_nobody_is_added_with_less(
    administrator: Actor, changed: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    asked = NOVA | {"roles": ["agent"]} | changed

    found = _refused(refusal, add_person, **asked, by=administrator, at=NOON)

    assert [problem.field for problem in found.errors] == [field]


def test_roles_change_with_old_and_new(administrator: Actor, agent: Actor) -> None:
    assert agent.person_id
    change_roles(
        person_id=agent.person_id, roles=["team_leader", "agent"], by=administrator, at=NOON
    )

    assert Person.objects.get(pk=agent.person_id).roles == ["agent", "team_leader"]
    (entry,) = entries(agent.key)
    assert entry.data["changes"] == [
        {"of": "person", "field": "roles", "old": ["agent"], "new": ["agent", "team_leader"]}
    ]


def test_the_same_roles_again_are_no_change(administrator: Actor, agent: Actor) -> None:
    assert agent.person_id
    change_roles(person_id=agent.person_id, roles=["agent"], by=administrator, at=NOON)

    assert entries(agent.key) == []


def test_an_account_never_loses_all_roles(administrator: Actor, agent: Actor) -> None:
    asked: dict[str, Any] = {"person_id": agent.person_id, "by": administrator, "at": NOON}

    _refused(NoRole, change_roles, **asked, roles=[])
    _refused(UnknownRole, change_roles, **asked, roles=["wizard"])


def test_the_last_administrator_stays_one(administrator: Actor) -> None:
    person("A program", Role.ADMINISTRATOR, is_service=True)
    asked: dict[str, Any] = {"person_id": administrator.person_id, "by": administrator, "at": NOON}

    _refused(LastAdministrator, change_roles, **asked, roles=["agent"])
    _refused(LastAdministrator, deactivate, **asked)


def test_an_administrator_may_go_when_another_is_there(administrator: Actor) -> None:
    other = person("Noor Haddad", Role.ADMINISTRATOR)
    assert administrator.person_id

    change_roles(person_id=administrator.person_id, roles=["agent"], by=administrator, at=NOON)

    _refused(LastAdministrator, deactivate, person_id=other.pk, by=system("tests"), at=NOON)


def test_somebody_shut_out_comes_back_with_their_roles(administrator: Actor, agent: Actor) -> None:
    asked: dict[str, Any] = {"person_id": agent.person_id, "by": administrator}

    deactivate(**asked, at=NOON)
    assert not Person.objects.get(pk=agent.person_id or 0).is_active
    reactivate(**asked, at=at(1))

    again = Person.objects.get(pk=agent.person_id or 0)
    assert (again.is_active, again.roles) == (True, ["agent"])
    assert kinds(agent.key) == ["person_deactivated", "person_reactivated"]


def test_what_is_so_already_is_said(administrator: Actor, agent: Actor) -> None:
    asked: dict[str, Any] = {"person_id": agent.person_id, "by": administrator, "at": NOON}
    _refused(AlreadySo, reactivate, **asked)
    deactivate(**asked)

    _refused(AlreadySo, deactivate, **asked)
    _refused(AlreadySo, give_password_link, **asked)


def test_a_link_to_set_a_password_is_on_record(administrator: Actor, agent: Actor) -> None:
    give_password_link(person_id=agent.person_id or 0, by=administrator, at=NOON)

    assert kinds(agent.key) == ["password_link_given"]


EACH: dict[str, dict[str, Any]] = {
    "add_person": {**NOVA, "roles": ["agent"]},
    "change_roles": {"roles": ["quality"]},
    "deactivate": {},
    "reactivate": {},
    "give_password_link": {},
}


@pytest.mark.parametrize("name", EACH)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_look_after_accounts(
    people: dict[str, Actor], name: str, role: Role
) -> None:
    asked = EACH[name] if name == "add_person" else {**EACH[name], "person_id": 1}

    _refused(NotAllowed, getattr(manage_people, name), **asked, by=people[role], at=NOON)


@pytest.mark.parametrize("name", [name for name in EACH if name != "add_person"])
def test_nobody_is_changed_who_is_not_there(administrator: Actor, name: str) -> None:
    call = getattr(manage_people, name)

    _refused(NoSuchPerson, call, person_id=0, **EACH[name], by=administrator, at=NOON)
