"""Two administrators at the same moment: one of them stays, and no name comes twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.manage_people import (
    KnownEmail,
    LastAdministrator,
    add_person,
    change_roles,
    deactivate,
)
from musterpoint.usecases.set_up_centre import NameTaken, keep_site
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import NOON, as_actor, person
from tests.usecases.test_side_by_side import at_once

pytestmark = pytest.mark.django_db(transaction=True)

Both = tuple[Actor, Actor]


@pytest.fixture
def administrators() -> Both:
    return (
        as_actor(person("Leila Hassan", Role.ADMINISTRATOR)),
        as_actor(person("Victor Osei", Role.ADMINISTRATOR)),
    )


def _deactivate(whom: Actor, by: Actor) -> Callable[[], None]:
    return lambda: deactivate(person_id=whom.person_id or 0, by=by, at=NOON)


def _demote(whom: Actor, by: Actor) -> Callable[[], None]:
    return lambda: change_roles(person_id=whom.person_id or 0, roles=["agent"], by=by, at=NOON)


@pytest.mark.parametrize("first", [_deactivate, _demote])
@pytest.mark.parametrize("second", [_deactivate, _demote])
def test_two_who_shut_each_other_out_leave_one(
    administrators: Both, first: Any, second: Any
) -> None:
    leila, victor = administrators

    said = at_once(first(victor, leila), second(leila, victor))

    assert [type(one) for one in said if one is not None] == [LastAdministrator]
    assert len(accounts.with_roles([Role.ADMINISTRATOR])) == 1


def test_one_address_gets_one_account(administrators: Both) -> None:
    nova: dict[str, Any] = {"email": "nova@centre.example", "name": "Nova", "roles": ["agent"]}

    said = at_once(*[lambda by=by: add_person(**nova, by=by, at=NOON) for by in administrators])

    assert [type(one) for one in said if not isinstance(one, int)] == [KnownEmail]
    assert Person.objects.filter(email="nova@centre.example").count() == 1


def test_one_name_gets_one_site(administrators: Both) -> None:
    leeds: dict[str, Any] = {"name": "Leeds", "zone": "Europe/London", "seats": 1, "new": True}

    said = at_once(*[lambda by=by: keep_site(**leeds, by=by, at=NOON) for by in administrators])

    assert [type(one) for one in said if not isinstance(one, str)] == [NameTaken]
    assert organisation.names_by_code("site") == {"leeds": "Leeds"}
    assert verify_ledger(stream="centre").bad is None
