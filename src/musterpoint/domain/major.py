"""Declaring a major incident and standing it down: by whom, on which written grounds.

It is a mode of working that somebody takes upon themselves. No rule here declares one by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import Criterion, Strategy


class MayNotDeclare(PermissionError):
    """The person neither holds nor could hold a role that declares."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(f"Only these may do this for a major incident: {', '.join(self.names)}.")


class CriterionNeeded(ValueError):
    """A major incident is declared against a written criterion."""

    def __init__(self, known: Iterable[str]) -> None:
        super().__init__(f"Name at least one criterion: {', '.join(known)}.")


class UnknownCriterion(ValueError):
    """The strategy has no such criterion."""

    def __init__(self, code: str, known: Iterable[str]) -> None:
        self.code = code
        super().__init__(f"There is no criterion {code!r}. Known: {', '.join(known)}.")


class StandDownRefused(ValueError):
    """What the strategy asks before standing down is not all there."""

    def __init__(self, missing: tuple[Criterion, ...]) -> None:
        self.missing = missing
        says = " ".join(criterion.says for criterion in missing)
        super().__init__(f"Not yet confirmed: {says}")


def may_declare(
    strategy: Strategy, *, account_roles: Collection[str], holds: Collection[str] = ()
) -> bool:
    """Return whether somebody with these account roles, holding these roles here, may declare."""
    if not strategy.major.declared_by.isdisjoint(holds):
        return True
    rules = (strategy.roles[code] for code in strategy.major.declared_by if code in strategy.roles)
    return any(not rule.held_by.isdisjoint(account_roles) for rule in rules)


def declare(
    strategy: Strategy,
    *,
    criteria: Collection[str],
    account_roles: Collection[str],
    holds: Collection[str] = (),
) -> Decision[tuple[str, ...]]:
    """Return the criteria named, in the strategy's order.

    Raises MayNotDeclare, CriterionNeeded or UnknownCriterion.
    """
    _require_authority(strategy, account_roles, holds)
    known = {one.code: one for one in strategy.major.criteria}
    for code in criteria:
        if code not in known:
            raise UnknownCriterion(code, known)
    named = tuple(code for code in known if code in criteria)
    if not named:
        raise CriterionNeeded(known)
    because = [Because(clause=f"major.criteria.{code}", says=known[code].says) for code in named]
    target = strategy.major.targets_of
    paced = Because(
        clause="major.targets_of", says=f"While declared, the targets of {target} apply."
    )
    return Decision(value=named, because=(*because, paced))


def stand_down(
    strategy: Strategy,
    *,
    confirmed: Collection[str],
    account_roles: Collection[str],
    holds: Collection[str] = (),
) -> Decision[tuple[str, ...]]:
    """Return what was confirmed.

    Raises MayNotDeclare, UnknownCriterion or StandDownRefused.
    """
    _require_authority(strategy, account_roles, holds)
    known = {one.code: one for one in strategy.major.stand_down}
    for code in confirmed:
        if code not in known:
            raise UnknownCriterion(code, known)
    missing = tuple(one for code, one in known.items() if code not in confirmed)
    if missing:
        raise StandDownRefused(missing)
    because = (Because(clause=f"major.stand_down.{code}", says=known[code].says) for code in known)
    return Decision(value=tuple(known), because=tuple(because))


def _require_authority(
    strategy: Strategy, account_roles: Collection[str], holds: Collection[str]
) -> None:
    if not may_declare(strategy, account_roles=account_roles, holds=holds):
        codes = sorted(strategy.major.declared_by)
        raise MayNotDeclare(strategy.roles[code].name for code in codes if code in strategy.roles)
