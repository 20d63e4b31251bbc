"""Which responder roles an incident needs now, and who may hold them.

Roles scale: a small event needs few, and one person may hold several. Who is on duty is not its
business.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Opens, RoleRule, Strategy


class RoleRefused(ValueError):
    """Why a person may not hold a role."""


class UnknownRole(RoleRefused):
    def __init__(self, code: str, known: Iterable[str]) -> None:
        self.code = code
        super().__init__(f"There is no role {code!r}. Known: {', '.join(known)}.")


class NotEligible(RoleRefused):
    """None of the person's account roles may hold the role."""

    def __init__(self, rule: RoleRule) -> None:
        self.role = rule.code
        allowed = ", ".join(sorted(code.replace("_", " ") for code in rule.held_by))
        super().__init__(f"{rule.name} may be held by: {allowed}.")


class MustBeApart(RoleRefused):
    """During a major incident two roles must not be one person."""

    def __init__(self, rule: RoleRule, other: str) -> None:
        self.role = rule.code
        self.other = other
        super().__init__(
            f"During a major incident {rule.name} must be somebody other than {other}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How big the incident is, as far as roles care. ``requested`` were opened by hand."""

    priority: str
    category: str | None = None
    is_major: bool = False
    sites: int = 1
    requested: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRole:
    """A role the incident needs; ``covered_by`` is the role that does its duty until it is held."""

    code: str
    because: Because
    covered_by: str | None = None


def open_roles(strategy: Strategy, scale: Scale) -> tuple[OpenRole, ...]:
    """Return the roles this incident needs, in the order of the strategy, each with its reason."""
    reasons = {
        code: because
        for code, rule in strategy.roles.items()
        if (because := _opened(strategy, rule, scale)) is not None
    }
    return tuple(
        OpenRole(code=code, because=because, covered_by=_cover(strategy, code, reasons))
        for code, because in reasons.items()
    )


def check_holder(
    strategy: Strategy,
    *,
    role: str,
    account_roles: Collection[str],
    holds: Collection[str] = (),
    is_major: bool = False,
) -> None:
    """Return quietly when the person may hold ``role``; ``holds`` are the roles they hold here.

    Raises UnknownRole, NotEligible or MustBeApart.
    """
    rule = strategy.roles.get(role)
    if rule is None:
        raise UnknownRole(role, strategy.roles)
    if rule.held_by.isdisjoint(account_roles):
        raise NotEligible(rule)
    clash = clashing(strategy, role=role, holds=holds) if is_major else None
    if clash is not None:
        raise MustBeApart(rule, strategy.roles[clash].name)


def clashing(strategy: Strategy, *, role: str, holds: Collection[str]) -> str | None:
    """Return the first of ``holds`` that must be apart from ``role``, whichever of them says so."""
    apart = strategy.roles[role].apart_from
    for other in holds:
        rule = strategy.roles.get(other)
        if other in apart or (rule is not None and role in rule.apart_from):
            return other
    return None


def _opened(strategy: Strategy, rule: RoleRule, scale: Scale) -> Because | None:
    category = strategy.categories.get(scale.category or strategy.generic_category)
    clause = f"roles.{rule.code}"
    if rule.opens is Opens.ALWAYS:
        return Because(clause=clause, says="Every incident has this role.")
    if category is not None and rule.code in category.roles:
        says = f"“{category.name}” needs it."
        return Because(clause=f"categories.{category.code}.roles", says=says)
    if rule.opens is Opens.HIGH_PRIORITY and scale.priority in strategy.high_priorities:
        return Because(clause=clause, says=f"It opens at {scale.priority}.")
    if rule.opens is Opens.HIGH_PRIORITY and scale.is_major:
        return Because(clause=clause, says="It opens for a major incident.")
    if rule.opens is Opens.MAJOR and scale.is_major:
        return Because(clause=clause, says="It opens for a major incident.")
    if rule.opens is Opens.SECOND_SITE and scale.sites > 1:
        return Because(clause=clause, says=f"{scale.sites} sites are affected.")
    if rule.code in scale.requested:
        return Because(clause=clause, says="Somebody asked for it.")
    return None


def _cover(strategy: Strategy, code: str, opened: Mapping[str, Because]) -> str | None:
    met: set[str] = set()
    present = strategy.roles[code].splits_from
    while present is not None and present not in met:
        if present in opened or present not in strategy.roles:
            return present
        met.add(present)
        present = strategy.roles[present].splits_from
    return None
