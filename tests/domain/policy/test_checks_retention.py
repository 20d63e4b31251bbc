"""What a strategy says of keeping personal data is about sorts the vault has, for some time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from musterpoint.domain.policy.duties import Retention
from musterpoint.domain.vault.kinds import Sort
from tests.domain.strategies import new_findings, shipped

RULE = Retention(code="bank", name="Bank", says="To send money back.", keep_for=timedelta(days=60))


def test_the_shipped_strategy_speaks_of_every_sort() -> None:
    assert shipped().retention.keys() == set(Sort)


@pytest.mark.parametrize(
    ("rule", "severity", "path", "says"),
    [
        (
            replace(RULE, code="shoes"),
            "error",
            "retention.shoes",
            "The vault keeps nothing of the sort 'shoes'.",
        ),
        (
            replace(RULE, keep_for=timedelta(hours=23)),
            "error",
            "retention.bank.keep_for",
            "It would be erased while it is needed.",
        ),
        (
            replace(RULE, keep_for=timedelta(days=9 * 366)),
            "warning",
            "retention.bank.keep_for",
            "That is longer than most reasons to keep personal data last.",
        ),
    ],
)
def test_what_cannot_be_or_should_not_be_is_found(
    rule: Retention, severity: str, path: str, says: str
) -> None:
    strategy = replace(shipped(), retention={rule.code: rule})

    assert new_findings(strategy) == {(severity, path, says)}
