"""Keys change and values stay what they were, also when it is broken off half-way."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from musterpoint.apps.vault.models import DataKey, Item
from musterpoint.apps.vault.operations import rotating
from musterpoint.apps.vault.operations.reading import find, value_of
from musterpoint.apps.vault.sealing import CannotOpen, NoMasterKey, fresh_key
from musterpoint.domain.authority import Actor, system
from tests.usecases.vaulting import HEALTH, NHS, PHONE, kept

VALUES = [NHS.value, PHONE.value, HEALTH.value]


@pytest.fixture
def tokens(db: None) -> list[str]:
    """The tokens of three people's values."""
    by: Actor = system("tests")
    return [kept(one, by=by)[0] for one in (NHS, PHONE, HEALTH)]


def test_after_a_rotation_the_old_key_is_needed_no_more(
    tokens: list[str], settings: LazySettings
) -> None:
    old, new = settings.MASTER_KEY, fresh_key()
    settings.MASTER_KEY = f"{new},{old}"
    assert (rotating.waiting(), rotating.under_unknown_keys()) == (3, 0)

    last, people, values = rotating.rotate(after=0, limit=10, with_values=False)

    assert (people, values, rotating.waiting()) == (3, 3, 0)
    settings.MASTER_KEY = new
    assert [value_of(find(token)) for token in tokens] == VALUES
    assert kept(NHS, by=system("tests")) == tokens[:1]
    assert rotating.rotate(after=last, limit=10, with_values=False) == (last, 0, 0)
    settings.MASTER_KEY = old
    assert rotating.under_unknown_keys() == 3
    with pytest.raises(CannotOpen):
        value_of(find(tokens[0]))


def test_a_rotation_that_was_broken_off_goes_on(tokens: list[str], settings: LazySettings) -> None:
    old, new = settings.MASTER_KEY, fresh_key()
    settings.MASTER_KEY = f"{new},{old}"

    last, people, _values = rotating.rotate(after=0, limit=2, with_values=False)

    assert (people, rotating.waiting()) == (2, 1)
    assert [value_of(find(token)) for token in tokens] == VALUES
    assert rotating.rotate(after=last, limit=2, with_values=False)[1] == 1
    assert rotating.waiting() == 0


def test_values_are_sealed_again_under_new_keys(tokens: list[str]) -> None:
    sealed, wrapped = _sealed(), _wrapped()

    rotating.rotate(after=0, limit=10, with_values=True)

    assert sealed.isdisjoint(_sealed())
    assert wrapped.isdisjoint(_wrapped())
    assert [value_of(find(token)) for token in tokens] == VALUES


def _sealed() -> set[bytes]:
    return {bytes(item.sealed or b"") for item in Item.objects.all()}


def _wrapped() -> set[bytes]:
    return {bytes(row.wrapped) for row in DataKey.objects.all()}


def test_without_any_key_nothing_rotates(tokens: list[str], settings: LazySettings) -> None:
    settings.MASTER_KEY = ""

    with pytest.raises(NoMasterKey):
        rotating.rotate(after=0, limit=10, with_values=False)
