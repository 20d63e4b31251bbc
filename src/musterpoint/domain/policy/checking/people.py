"""Checks on responder roles and on who may declare a major incident."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding


def findings(strategy: Strategy) -> Iterator[Finding]:
    yield from _roles(strategy)
    yield from _major(strategy)


def _roles(strategy: Strategy) -> Iterator[Finding]:
    for code, role in strategy.roles.items():
        if not role.held_by:
            remedy = "Name at least one account role under 'held_by'."
            yield error(f"roles.{code}", "Nobody may hold this role.", remedy)
        if code in role.apart_from:
            remedy = "Name the role that it must be apart from."
            yield error(f"roles.{code}.apart_from", "A role cannot be apart from itself.", remedy)
        if _splits_round(strategy, code):
            says = "Following 'splits_from' leads back to this role."
            yield error(f"roles.{code}.splits_from", says, "Let one of them split from nothing.")


def _splits_round(strategy: Strategy, code: str) -> bool:
    met, present = {code}, strategy.roles[code].splits_from
    while present is not None and present in strategy.roles:
        if present == code:
            return True
        if present in met:  # a loop further on is the finding of the roles in it
            return False
        met.add(present)
        present = strategy.roles[present].splits_from
    return False


def _major(strategy: Strategy) -> Iterator[Finding]:
    rule = strategy.major
    if not rule.criteria:
        remedy = "Write at least one criterion."
        yield error("major.criteria", "No criterion says when it is a major incident.", remedy)
    if not rule.declared_by:
        yield error("major.declared_by", "Nobody may declare a major incident.", "Name the roles.")
    if not rule.stand_down:
        remedy = "Write what must be true before everybody goes home."
        yield warning("major.stand_down", "Nothing says when a major incident ends.", remedy)
    flagged = {code for code, role in strategy.roles.items() if role.may_declare_major}
    for code in sorted(flagged ^ rule.declared_by):
        says = f"'may_declare_major' of {code} and 'major.declared_by' do not agree."
        yield warning(f"roles.{code}", says, "Say the same in both places.")
