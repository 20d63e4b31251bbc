"""Checks on who decides and who stands in: somebody does each thing, and nobody is the only one."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.checking.remark import error, some, warning
from musterpoint.domain.policy.document import Opens, Strategy
from musterpoint.domain.policy.findings import Finding

GRAVE = frozenset({Opens.ALWAYS, Opens.HIGH_PRIORITY, Opens.MAJOR})
"""When a role opens that a grave incident cannot do without."""


def grave_roles(strategy: Strategy) -> tuple[str, ...]:
    """Return the roles that a high priority or a major incident opens."""
    return tuple(code for code, role in strategy.roles.items() if role.opens in GRAVE)


def findings(strategy: Strategy) -> Iterator[Finding]:
    for code, activity in strategy.authority.items():
        at = f"authority.{code}"
        if not activity.responsible:
            yield error(f"{at}.responsible", "Nobody does it.", "Name the roles that do.")
        role = strategy.roles.get(activity.accountable)
        if role is not None and not role.held_by:
            says = f"{activity.accountable} answers for it, a role that nobody may hold."
            yield error(f"{at}.accountable", says, "Say who may hold it, or name another role.")
        twice = [one for one in activity.consulted if one in activity.informed]
        if twice:
            says = f"{some(twice)}: asked before and told afterwards."
            yield warning(f"{at}.informed", says, "Whoever is asked knows: leave one of them.")
    if strategy.resources:
        yield from _alternates(strategy)


def _alternates(strategy: Strategy) -> Iterator[Finding]:
    """Check that somebody stands in for each role that a grave incident needs.

    For a role that splits from another, that other one does until somebody is found.
    """
    covered = {one.role for one in strategy.resources.values() if one.alternates}
    covered |= {code for code, role in strategy.roles.items() if role.splits_from is not None}
    alone = [code for code in grave_roles(strategy) if code not in covered]
    if alone:
        says = f"Nobody stands in for who a grave incident needs: {some(alone)}."
        remedy = "Add a resource for the role, with 'alternates'."
        yield warning("resources", says, remedy)
