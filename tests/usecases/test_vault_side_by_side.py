"""Two people type one number at the same moment: it is one person's, under one token."""

from __future__ import annotations

import pytest

from musterpoint.apps.vault.models import DataKey, Item
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
