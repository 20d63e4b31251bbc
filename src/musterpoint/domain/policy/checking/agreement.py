"""Checks on who is asked and who signs before the strategy holds.

A small centre may write down that it asks nobody; that is a warning, and everybody can read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from musterpoint.domain.authority import Role
from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding


def findings(strategy: Strategy) -> Iterator[Finding]:
    rule = strategy.agreement
    if rule is None:
        return
    if not rule.groups:
        remedy = "Name the people whom it concerns."
        yield warning("agreement.groups", "Nobody is asked before it holds.", remedy)
    if not rule.approvers:
        remedy = "Name at least one role; until then one person alone puts it in force."
        yield warning("agreement.approvers", "Nobody signs.", remedy)
    for code in rule.approvers:
        role = strategy.roles.get(code)
        if role is not None and not role.held_by:
            says = f"{code} has to sign, a role that nobody may hold."
            yield error("agreement.approvers", says, "Say who may hold it, or name another role.")
    if rule.review_every is None:
        says = "Nothing says when the whole strategy is read again."
        yield warning("agreement", says, "Add 'review_every', such as 365 d.")
    elif rule.review_every <= timedelta(0):
        says = "Reading it again would never end."
        yield error("agreement.review_every", says, "Leave some time between.")
    known = {role.value for role in Role}
    for code in sorted(rule.acknowledged_by - known):
        remedy = f"Known: {', '.join(sorted(known))}."
        yield error("agreement.acknowledged_by", f"There is no account role '{code}'.", remedy)
