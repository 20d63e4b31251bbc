"""What priority an incident has under a strategy, and every clause that made it so.

Impact and urgency are people's judgement; the priority is computed, never typed. A person may still
set it against the computation, with a reason that stays in the record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import Category, Override, OverrideTrigger, Strategy
from musterpoint.domain.policy.memo import worked_out_once
from musterpoint.domain.policy.scales import Level

DATA_GROUP = "information"
"""The group of categories whose floor means that personal data may be out."""


class UnknownCode(ValueError):
    """A code that the strategy does not have."""

    kind = "code"

    def __init__(self, code: str, allowed: Iterable[str]) -> None:
        self.code = code
        self.allowed = tuple(allowed)
        super().__init__(f"There is no {self.kind} {code!r}. Allowed: {', '.join(self.allowed)}.")


class UnknownImpact(UnknownCode):
    kind = "impact"


class UnknownUrgency(UnknownCode):
    kind = "urgency"


class UnknownPriority(UnknownCode):
    kind = "priority"


class UnknownCategory(UnknownCode):
    kind = "category"


class OverrideNeedsReason(ValueError):
    """Somebody set a priority by hand and did not say why."""

    def __init__(self, priority: str) -> None:
        self.priority = priority
        super().__init__(f"Say why the priority is set to {priority} by hand.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known when a priority is decided. What is None is not known yet.

    ``floor_answer`` answers the question of the category's floor; ``clock_share_left`` is the share
    still unspent of the contract or regulatory clock that is nearest to its end.
    """

    impact: str | None = None
    urgency: str | None = None
    category: str | None = None
    life_safety: bool | None = None
    personal_data: bool | None = None
    vulnerable_customers: bool | None = None
    key_account: bool | None = None
    clock_share_left: float | None = None
    floor_answer: bool | None = None
    override_priority: str | None = None
    override_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The priority, and the impact and urgency it came from after the written exceptions.

    ``computed`` is what the strategy says; it differs from ``priority`` only when ``overridden``.
    """

    priority: str
    impact: str
    urgency: str
    computed: str
    overridden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scales:
    impacts: Mapping[str, int]
    urgencies: Mapping[str, int]
    priorities: Mapping[str, int]
    impact_codes: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[str, Because]]


def assess(strategy: Strategy, facts: Facts) -> Decision[Assessment]:
    """Return the priority and its clauses in the order used.

    Raises UnknownImpact, UnknownUrgency, UnknownCategory, UnknownPriority or OverrideNeedsReason.
    """
    scales = _scales_of(strategy)
    category = _category(strategy, facts.category)
    because: list[Because] = []
    impact, urgency = _judged(scales, category, facts, because)
    for override in strategy.overrides:
        if _applies(override, facts, category):
            impact, urgency = _moved(scales, override, impact, urgency, because)
    computed, cell = scales.cells[impact, urgency]
    because.append(cell)
    for override in strategy.overrides:
        if override.priority_floor is not None and _applies(override, facts, category):
            written = Because(clause=f"overrides.{override.code}", says=override.says)
            computed = _floored(scales, computed, override.priority_floor, written, because)
    floor_rule = category.floor
    if floor_rule is not None and (floor_rule.always or facts.floor_answer):
        says = floor_rule.says if floor_rule.always else f"{floor_rule.says} Yes."
        written = Because(clause=f"categories.{category.code}.floor", says=says)
        computed = _floored(scales, computed, floor_rule.priority, written, because)
    priority = _by_hand(scales, facts, computed, because)
    return Decision(
        value=Assessment(
            priority=priority,
            impact=impact,
            urgency=urgency,
            computed=computed,
            overridden=facts.override_priority is not None,
        ),
        because=tuple(because),
    )


def rank(strategy: Strategy, priority: str) -> int:
    """Return how grave ``priority`` is: 0 is the gravest. Raises UnknownPriority."""
    ranks = _scales_of(strategy).priorities
    if priority not in ranks:
        raise UnknownPriority(priority, ranks)
    return ranks[priority]


def rises(strategy: Strategy, *, old: str, new: str) -> bool:
    """Return whether ``new`` is graver than ``old``."""
    return rank(strategy, new) < rank(strategy, old)


def _category(strategy: Strategy, code: str | None) -> Category:
    found = strategy.categories.get(code or strategy.generic_category)
    if found is None:
        raise UnknownCategory(code or strategy.generic_category, strategy.categories)
    return found


def _judged(
    scales: _Scales, category: Category, facts: Facts, because: list[Because]
) -> tuple[str, str]:
    impact, urgency = facts.impact or category.impact, facts.urgency or category.urgency
    if impact not in scales.impacts:
        raise UnknownImpact(impact, scales.impacts)
    if urgency not in scales.urgencies:
        raise UnknownUrgency(urgency, scales.urgencies)
    if not facts.impact or not facts.urgency:
        because.append(_typical(category, facts))
    return impact, urgency


def _applies(override: Override, facts: Facts, category: Category) -> bool:
    match override.when:
        case OverrideTrigger.LIFE_SAFETY:
            return facts.life_safety is True
        case OverrideTrigger.PERSONAL_DATA:
            return facts.personal_data is True or _data_floor(facts, category)
        case OverrideTrigger.VULNERABLE_CUSTOMERS:
            return facts.vulnerable_customers is True
        case OverrideTrigger.KEY_ACCOUNT:
            return facts.key_account is True
        case OverrideTrigger.CLOCK_NEARLY_SPENT:
            left, below = facts.clock_share_left, override.share_left_below
            return left is not None and below is not None and left < below


def _data_floor(facts: Facts, category: Category) -> bool:
    floor = category.floor
    if floor is None or category.group != DATA_GROUP:
        return False
    return floor.always or facts.floor_answer is True


def _moved(
    scales: _Scales, override: Override, impact: str, urgency: str, because: list[Because]
) -> tuple[str, str]:
    """Return impact and urgency as the exception leaves them: graver or as they were."""
    floors = override.impact_floor, override.urgency_floor
    if floors == (None, None) and not override.raise_impact_by:
        return impact, urgency
    place = max(0, scales.impacts[impact] - override.raise_impact_by)
    if override.impact_floor is not None:
        place = min(place, scales.impacts[override.impact_floor])
    new_impact, new_urgency = scales.impact_codes[place], urgency
    if override.urgency_floor is not None:
        new_urgency = min(urgency, override.urgency_floor, key=scales.urgencies.__getitem__)
    moves = [
        f"{a} becomes {b}" for a, b in ((impact, new_impact), (urgency, new_urgency)) if a != b
    ]
    says = f"{override.says} {', '.join(moves) or 'Nothing changes'}."
    because.append(Because(clause=f"overrides.{override.code}", says=says))
    return new_impact, new_urgency


def _floored(
    scales: _Scales, priority: str, floor: str, written: Because, because: list[Because]
) -> str:
    clause, says = written.clause, written.says
    if scales.priorities[floor] < scales.priorities[priority]:
        because.append(Because(clause=clause, says=f"{says} {priority} becomes {floor}."))
        return floor
    because.append(Because(clause=clause, says=f"{says} {priority} stays."))
    return priority


def _by_hand(scales: _Scales, facts: Facts, computed: str, because: list[Because]) -> str:
    chosen = facts.override_priority
    if chosen is None:
        return computed
    if chosen not in scales.priorities:
        raise UnknownPriority(chosen, scales.priorities)
    reason = facts.override_reason.strip()
    if not reason:
        raise OverrideNeedsReason(chosen)
    says = f"Set to {chosen} by hand in place of {computed}: {reason}"
    because.append(Because(clause=f"priorities.{chosen}", says=says))
    return chosen


def _build_scales(strategy: Strategy) -> _Scales:
    impacts = {level.code: level for level in strategy.impact}
    urgencies = {level.code: level for level in strategy.urgency}
    return _Scales(
        impacts={code: place for place, code in enumerate(impacts)},
        urgencies={code: place for place, code in enumerate(urgencies)},
        priorities={level.code: place for place, level in enumerate(strategy.priorities)},
        impact_codes=tuple(impacts),
        cells={
            (impact, urgency): (priority, _cell(impacts[impact], urgencies[urgency], priority))
            for (impact, urgency), priority in strategy.matrix.items()
        },
    )


def _cell(impact: Level, urgency: Level, priority: str) -> Because:
    return Because(
        clause=f"matrix.{impact.code}.{urgency.code}",
        says=f"{impact.code} ({impact.name}) and {urgency.code} ({urgency.name}) make {priority}.",
    )


def _typical(category: Category, facts: Facts) -> Because:
    usual = [] if facts.impact else [f"impact {category.impact}"]
    usual += [] if facts.urgency else [f"urgency {category.urgency}"]
    says = f"Not judged yet, so as is usual for “{category.name}”: {' and '.join(usual)}."
    return Because(clause=f"categories.{category.code}.typical", says=says)


_scales_of = worked_out_once(_build_scales)
