"""A lost phone locks nobody out for good; only administrators help, and it is on record."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from musterpoint.apps.accounts.operations import NoSuchPerson
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.usecases.drop_second_factor import NoSecondFactor, drop_second_factor
from tests.factories import NOON, entries, kinds


@pytest.fixture
def secured(agent: Actor) -> Actor:
    """Somebody with an app that makes codes, and recovery codes."""
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user_id=agent.person_id, type=kind, data={})
    return agent


def test_all_of_it_is_dropped_and_on_record(people: dict[str, Actor], secured: Actor) -> None:
    by = people["administrator"]

    drop_second_factor(person_id=secured.person_id or 0, by=by, at=NOON)

    assert not Authenticator.objects.filter(user=secured.person_id).exists()
    assert [(one.kind, one.actor) for one in entries(secured.key)] == [
        ("second_factor_dropped", by.key)
    ]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_drops_it(people: dict[str, Actor], secured: Actor, role: Role) -> None:
    with pytest.raises(NotAllowed):
        drop_second_factor(person_id=secured.person_id or 0, by=people[role], at=NOON)

    assert Authenticator.objects.filter(user=secured.person_id).count() == 2
    assert kinds(secured.key) == []


def test_where_there_is_none_it_says_so(people: dict[str, Actor], agent: Actor) -> None:
    by = people["administrator"]

    with pytest.raises(NoSecondFactor):
        drop_second_factor(person_id=agent.person_id or 0, by=by, at=NOON)
    with pytest.raises(NoSuchPerson):
        drop_second_factor(person_id=0, by=by, at=NOON)

    assert kinds(agent.key) == []
