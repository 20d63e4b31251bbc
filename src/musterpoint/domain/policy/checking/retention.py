"""Checks on retention: each sort of personal data is one the vault knows, and stays a while."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.vault.kinds import Sort

LONG = timedelta(days=7 * 366)


def findings(strategy: Strategy) -> Iterator[Finding]:
    known = ", ".join(Sort)
    for code, one in strategy.retention.items():
        at = f"retention.{code}"
        if code not in set(Sort):
            yield error(
                at, f"The vault keeps nothing of the sort '{code}'.", f"Use one of {known}."
            )
        if one.keep_for < timedelta(days=1):
            says = "It would be erased while it is needed."
            yield error(f"{at}.keep_for", says, "Write a day or more.")
        elif one.keep_for > LONG:
            says = "That is longer than most reasons to keep personal data last."
            yield warning(f"{at}.keep_for", says, "Keep it for less, or say why in 'rationale'.")
