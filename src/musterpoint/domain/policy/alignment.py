"""What serves which goal, and what serves none: goal, procedures, measures in one table.

A goal names clauses; one also stands for every clause beneath it. A goal of no name serves nothing,
so that a strategy without goals says of everything that it serves none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from musterpoint.domain.policy.aims import Goal, Measure
from musterpoint.domain.policy.clause_names import serves
from musterpoint.domain.policy.document import Strategy


class ServingKind(StrEnum):
    """What is expected to serve a goal, in the order of reading."""

    PATH = "path"
    PLAYBOOK = "playbook"
    TARGET = "target"
    TELLING = "telling"
    EXERCISE = "exercise"
    MEASURE = "measure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Something of the strategy that is expected to serve a goal."""

    kind: ServingKind
    path: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """One goal with what serves it. ``others`` are clauses it names besides, such as services."""

    goal: Goal
    procedures: tuple[Serving, ...]
    targets: tuple[Serving, ...]
    measures: tuple[Measure, ...]
    others: tuple[str, ...]


def alignment(strategy: Strategy) -> tuple[Aligned, ...]:
    """Return every goal with its procedures, targets and measures, in the document's order."""
    everything = tuple(expected(strategy))
    return tuple(_aligned(strategy, goal, everything) for goal in strategy.goals.values())


def unserved(strategy: Strategy) -> tuple[Serving, ...]:
    """Return what is expected to serve a goal and serves none."""
    named = [name for goal in strategy.goals.values() for name in goal.served_by]
    return tuple(
        one for one in expected(strategy) if not any(serves(name, one.path) for name in named)
    )


def goals_without_measure(strategy: Strategy) -> tuple[Goal, ...]:
    """Return the goals of which nobody could say whether they are kept."""
    return tuple(one.goal for one in alignment(strategy) if not one.measures)


def expected(strategy: Strategy) -> Iterator[Serving]:
    """Yield everything that ought to serve a goal."""
    for code, path in strategy.paths.items():
        yield Serving(kind=ServingKind.PATH, path=f"paths.{code}", name=path.name)
    for code, playbook in strategy.playbooks.items():
        yield Serving(kind=ServingKind.PLAYBOOK, path=f"playbooks.{code}", name=playbook.name)
    for code in strategy.targets:
        yield Serving(kind=ServingKind.TARGET, path=f"targets.{code}", name=code)
    for code, rule in strategy.communications.items():
        name = strategy.audiences[rule.audience].name if rule.audience in strategy.audiences else ""
        yield Serving(kind=ServingKind.TELLING, path=f"communications.{code}", name=name or code)
    for code, exercise in strategy.exercises.items():
        yield Serving(kind=ServingKind.EXERCISE, path=f"exercises.{code}", name=exercise.name)
    for code, measure in strategy.measures.items():
        yield Serving(kind=ServingKind.MEASURE, path=f"measures.{code}", name=measure.name)


def _aligned(strategy: Strategy, goal: Goal, everything: tuple[Serving, ...]) -> Aligned:
    serving = [one for one in everything if any(serves(n, one.path) for n in goal.served_by)]
    known = [one.path for one in everything]
    return Aligned(
        goal=goal,
        procedures=tuple(
            one for one in serving if one.kind not in {ServingKind.TARGET, ServingKind.MEASURE}
        ),
        targets=tuple(one for one in serving if one.kind is ServingKind.TARGET),
        measures=tuple(
            strategy.measures[one.path.partition(".")[2]]
            for one in serving
            if one.kind is ServingKind.MEASURE
        ),
        others=tuple(
            name for name in goal.served_by if not any(serves(name, path) for path in known)
        ),
    )
