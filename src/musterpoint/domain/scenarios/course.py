"""What a strategy does in a scenario, minute by minute, by the product's own rules.

The incident is logged at minute 0 in its category; until people judge it, it is as grave as the
category usually is. People's judgements, and a declared major incident, come from outside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Category, OverrideTrigger, Strategy, TellKind
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.priority import Facts, UnknownCode, assess
from musterpoint.domain.roles import Scale, open_roles
from musterpoint.domain.scenarios.silence import Pace, told_in_silence
from musterpoint.domain.scenarios.values import PriorityPoint, Scenario

MINUTE = timedelta(minutes=1)


class DeedKind(StrEnum):
    """What the strategy does: judges, tells, gives out work, opens a role, plans an update."""

    PRIORITY = "priority"
    MAJOR = "major"
    TOLD = "told"
    TASK = "task"
    ROLE = "role"
    UPDATE = "update"
    CLOCK = "clock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing done by a minute. ``who`` are role codes; ``says`` the strategy's own words.

    ``hears`` are the words for whom an update is. ``in_silence`` means that it happens only if
    nobody has answered before.
    """

    minute: int
    kind: DeedKind
    says: str
    clause: str
    who: tuple[str, ...] = ()
    hears: str = ""
    in_silence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """From this minute on the priority is this. ``point`` is the judgement it came from, if any."""

    minute: int
    priority: str
    because: tuple[Because, ...]
    point: PriorityPoint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """A judgement the strategy has no words for, and why."""

    point: PriorityPoint
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """All that happens. ``kinds`` are the categories it is known as, and since which minute."""

    stages: tuple[Stage, ...]
    unjudged: tuple[Unjudged, ...]
    deeds: tuple[Deed, ...]
    kinds: tuple[tuple[int, Category], ...]
    declared_at: int | None = None

    @property
    def category(self) -> Category:
        return self.kinds[0][1]

    def priority_at(self, minute: int) -> str:
        """Return the priority that holds at a minute."""
        return [one.priority for one in self.stages if one.minute <= minute][-1]


def course_of(scenario: Scenario, strategy: Strategy, *, declared_at: int | None = None) -> Course:
    """Return what the strategy does; from ``declared_at`` on it is a major incident."""
    kinds = tuple(_kinds(scenario, strategy))
    stages, unjudged = _stages(scenario, strategy, kinds[0][1])
    deeds = [
        *_judgements(stages),
        *_declaration(strategy, declared_at),
        *_tellings(scenario, strategy, kinds, stages, declared_at),
        *_tasks(strategy, kinds),
        *_roles(strategy, kinds[0][1], stages, declared_at),
    ]
    return Course(
        stages=stages,
        unjudged=unjudged,
        deeds=tuple(sorted(deeds, key=lambda one: one.minute)),
        kinds=kinds,
        declared_at=declared_at,
    )


def kind_of(strategy: Strategy, code: str) -> Category:
    """Return a category, or the one for what nobody can name."""
    return strategy.categories.get(code, strategy.categories[strategy.generic_category])


def _kinds(scenario: Scenario, strategy: Strategy) -> Iterator[tuple[int, Category]]:
    yield 0, kind_of(strategy, scenario.category)
    met = {scenario.category}
    for inject in scenario.timeline:
        if inject.category in strategy.categories and inject.category not in met:
            met.add(inject.category)
            yield inject.minute, strategy.categories[inject.category]


def _stages(
    scenario: Scenario, strategy: Strategy, category: Category
) -> tuple[tuple[Stage, ...], tuple[Unjudged, ...]]:
    usual = assess(strategy, Facts(category=category.code))
    stages = [Stage(minute=0, priority=usual.value.priority, because=usual.because)]
    unjudged = []
    for point in scenario.expected.priority_path:
        try:
            found = assess(strategy, _facts(strategy, category, point))
        except UnknownCode as unknown:
            unjudged.append(Unjudged(point=point, because=str(unknown)))
            continue
        stages.append(
            Stage(
                minute=point.minute,
                priority=found.value.priority,
                because=found.because,
                point=point,
            )
        )
    return tuple(stages), tuple(unjudged)


def _facts(strategy: Strategy, category: Category, point: PriorityPoint) -> Facts:
    """Return the judgement as facts. An override is named by its code or by what it reads."""
    named = {one.code: one.when for one in strategy.overrides}
    trigger = named.get(point.override, point.override)
    return Facts(
        impact=point.impact,
        urgency=point.urgency,
        category=category.code,
        life_safety=trigger == OverrideTrigger.LIFE_SAFETY or None,
        personal_data=trigger == OverrideTrigger.PERSONAL_DATA or None,
        vulnerable_customers=trigger == OverrideTrigger.VULNERABLE_CUSTOMERS or None,
        key_account=trigger == OverrideTrigger.KEY_ACCOUNT or None,
    )


def _judgements(stages: tuple[Stage, ...]) -> Iterator[Deed]:
    for stage in stages:
        last = stage.because[-1]
        says = f"{stage.priority}. {' '.join(one.says for one in stage.because)}"
        yield Deed(minute=stage.minute, kind=DeedKind.PRIORITY, says=says, clause=last.clause)


def _declaration(strategy: Strategy, declared_at: int | None) -> Iterator[Deed]:
    if declared_at is not None:
        says = f"Declared a major incident: the pace of {strategy.major.targets_of} holds."
        yield Deed(minute=declared_at, kind=DeedKind.MAJOR, says=says, clause="major.targets_of")


def _tellings(
    scenario: Scenario,
    strategy: Strategy,
    kinds: tuple[tuple[int, Category], ...],
    stages: tuple[Stage, ...],
    declared_at: int | None,
) -> Iterator[Deed]:
    for minute, category in kinds:
        if minute == 0:
            paces = _paces(scenario, strategy, stages, declared_at)
        else:
            usual = assess(strategy, Facts(category=category.code)).value.priority
            paces = [Pace(at=scenario.at(minute), priority=usual)]
        for at, telling in told_in_silence(strategy, strategy.paths[category.path], paces):
            yield Deed(
                minute=math.ceil((at - scenario.start) / MINUTE),
                kind=DeedKind.TOLD,
                says=telling.because.says,
                clause=telling.because.clause,
                who=tuple(one.who for one in telling.tell if one.kind is TellKind.ROLE),
                in_silence=at > paces[0].at,
            )


def _paces(
    scenario: Scenario,
    strategy: Strategy,
    stages: tuple[Stage, ...],
    declared_at: int | None,
) -> list[Pace]:
    """Return the priorities the path follows; while a major incident holds it has one pace."""
    paces: list[Pace] = []
    for stage in stages:
        if declared_at is not None and stage.minute > declared_at:
            break
        paces.append(Pace(at=scenario.at(stage.minute), priority=stage.priority))
    if declared_at is not None:
        pace = strategy.major.targets_of
        paces.append(Pace(at=scenario.at(declared_at), priority=pace, anew=True))
    return paces


def _tasks(strategy: Strategy, kinds: tuple[tuple[int, Category], ...]) -> Iterator[Deed]:
    for minute, category in kinds:
        for task in strategy.playbooks[category.playbook].tasks:
            if task.within is None:
                continue
            yield Deed(
                minute=minute + math.ceil(task.within / MINUTE),
                kind=DeedKind.TASK,
                says=f"{task.says} (Within {span_text(task.within)}.)",
                clause=f"playbooks.{category.playbook}.{task.code}",
                who=(task.role,),
            )


def _roles(
    strategy: Strategy,
    category: Category,
    stages: tuple[Stage, ...],
    declared_at: int | None,
) -> Iterator[Deed]:
    moments = [(stage.minute, stage.priority) for stage in stages]
    if declared_at is not None:
        before = [p for minute, p in moments if minute <= declared_at]
        moments.append((declared_at, before[-1]))
    met: set[str] = set()
    for minute, priority in sorted(moments, key=lambda one: one[0]):
        is_major = declared_at is not None and minute >= declared_at
        scale = Scale(priority=priority, category=category.code, is_major=is_major)
        for role in open_roles(strategy, scale):
            if role.code not in met:
                met.add(role.code)
                yield Deed(
                    minute=minute,
                    kind=DeedKind.ROLE,
                    says=f"{strategy.roles[role.code].name} opens. {role.because.says}",
                    clause=role.because.clause,
                    who=(role.code,),
                )
