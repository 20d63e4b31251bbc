"""Checks on scales, matrix, overrides and what the catalogue makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product

from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Category, OverrideTrigger, Strategy
from musterpoint.domain.policy.findings import Finding

TOO_MANY_GRAVEST = 0.4


def findings(strategy: Strategy) -> Iterator[Finding]:
    yield from _levels(strategy)
    yield from _total(strategy)
    yield from _monotone(strategy)
    yield from _used(strategy)
    yield from _overrides(strategy)
    yield from _gravest_share(strategy)


def usual_priority(strategy: Strategy, category: Category) -> str | None:
    """Return what matrix and a standing floor make of a category's usual impact and urgency."""
    ranks = {level.code: place for place, level in enumerate(strategy.priorities)}
    found = strategy.matrix.get((category.impact, category.urgency))
    floor = category.floor
    candidates = [found, floor.priority if floor is not None and floor.always else None]
    known = [code for code in candidates if code in ranks]
    return min(known, key=lambda code: ranks[code or ""], default=None)


def _levels(strategy: Strategy) -> Iterator[Finding]:
    for key in ("impact", "urgency", "priorities"):
        if len(getattr(strategy, key)) < 2:
            yield error(key, "A scale needs at least two steps.", "Add the missing steps.")
    if not strategy.high_priorities:
        says = "No priority counts as high, so roles for a high priority never open."
        yield warning("high_priorities", says, "Name the priorities, such as [P1, P2].")


def _total(strategy: Strategy) -> Iterator[Finding]:
    for impact, urgency in product(strategy.impact, strategy.urgency):
        if (impact.code, urgency.code) not in strategy.matrix:
            says = f"The matrix does not say what {impact.code} and {urgency.code} make."
            yield error(f"matrix.{impact.code}", says, f"Add {urgency.code} to this row.")


def _monotone(strategy: Strategy) -> Iterator[Finding]:
    ranks = {level.code: place for place, level in enumerate(strategy.priorities)}
    for impact, (graver, milder) in product(strategy.impact, pairwise(strategy.urgency)):
        cells = ((impact.code, graver.code), (impact.code, milder.code))
        yield from _ordered(strategy, ranks, *cells)
    for urgency, (graver, milder) in product(strategy.urgency, pairwise(strategy.impact)):
        cells = ((graver.code, urgency.code), (milder.code, urgency.code))
        yield from _ordered(strategy, ranks, *cells)


def _ordered(
    strategy: Strategy, ranks: dict[str, int], graver: tuple[str, str], milder: tuple[str, str]
) -> Iterator[Finding]:
    high, low = strategy.matrix.get(graver), strategy.matrix.get(milder)
    if high in ranks and low in ranks and ranks[high or ""] > ranks[low or ""]:
        says = f"{'/'.join(graver)} makes {high}, but the milder {'/'.join(milder)} makes {low}."
        remedy = "A graver impact or urgency must never lower the priority."
        yield error(f"matrix.{graver[0]}.{graver[1]}", says, remedy)


def _used(strategy: Strategy) -> Iterator[Finding]:
    reached = set(strategy.matrix.values())
    for level in strategy.priorities:
        if level.code not in strategy.targets:
            says = f"{level.code} has no target, so its clocks never start."
            yield error("targets", says, f"Add {level.code} under 'targets'.")
        if level.code not in reached:
            says = f"No cell of the matrix makes {level.code}."
            yield warning(f"priorities.{level.code}", says, "Use it in the matrix or remove it.")


def _overrides(strategy: Strategy) -> Iterator[Finding]:
    for one in strategy.overrides:
        at = f"overrides.{one.code}"
        effects = (one.priority_floor, one.impact_floor, one.urgency_floor)
        if not any(effects) and not one.raise_impact_by:
            remedy = "Add priority_floor, impact_floor, urgency_floor or raise_impact_by."
            yield error(at, "This override has no effect.", remedy)
        spent = one.when is OverrideTrigger.CLOCK_NEARLY_SPENT
        if spent and one.share_left_below is None:
            says = "It does not say how little of a clock must be left."
            yield error(at, says, "Add share_left_below, such as 0.25.")
        if not spent and one.share_left_below is not None:
            says = f"share_left_below has no meaning when the fact is {one.when}."
            yield warning(f"{at}.share_left_below", says, "Remove it.")
        if one.raise_impact_by >= max(2, len(strategy.impact)):
            says = f"It raises the impact by {one.raise_impact_by}, more than the scale has steps."
            yield warning(f"{at}.raise_impact_by", says, "Use impact_floor to say which step.")


def _gravest_share(strategy: Strategy) -> Iterator[Finding]:
    if not strategy.priorities or not strategy.categories:
        return
    gravest = strategy.priorities[0].code
    usual = [usual_priority(strategy, one) for one in strategy.categories.values()]
    share = usual.count(gravest) / len(usual)
    if share > TOO_MANY_GRAVEST:
        says = f"{share:.0%} of the categories are usually {gravest}; then nothing stands out."
        yield warning("categories", says, "Look again at impact, urgency and floors.")
