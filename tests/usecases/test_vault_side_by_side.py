"""Two people type one number at the same moment, or while keys change: nothing is lost by it."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from musterpoint.apps.vault.models import DataKey, Item
from musterpoint.apps.vault.operations import rotating
from musterpoint.apps.vault.operations.reading import find, value_of
from musterpoint.domain.authority import system
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.usecases.test_side_by_side import at_once
from tests.usecases.vaulting import NHS, NINO, kept

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_number_typed_twice_at_once_is_one_person() -> None:
    by = system("tests")

    tokens = at_once(*[lambda: kept(NHS, NINO, by=by), lambda: kept(NINO, NHS, by=by)] * 3)

    assert {frozenset(one) for one in tokens if isinstance(one, list)} == {
        frozenset(Item.objects.values_list("token", flat=True))
    }
    assert (len(tokens), Item.objects.count(), DataKey.objects.count()) == (6, 2, 1)
    assert verify_ledger().bad is None


def test_a_value_kept_while_keys_change_can_be_opened_afterwards() -> None:
    by = system("tests")
    kept(NHS, by=by)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            tokens = kept(NHS, NINO, by=by)
            rotation = pool.submit(_rotate)
            time.sleep(0.5)  # it waits for us, or has gone past us
        assert rotation.result(timeout=30)[1] == 1

    assert [value_of(find(token)) for token in tokens] == [NHS.value, NINO.value]


def _rotate() -> tuple[int, int, int]:
    try:
        with transaction.atomic():
            return rotating.rotate(after=0, limit=10, with_values=True)
    finally:
        connection.close()
