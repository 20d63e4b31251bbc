"""Checks on goals: each is served and measured, and nothing is done that serves none."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.domain.policy.alignment import goals_without_measure, unserved
from musterpoint.domain.policy.checking.remark import counted, error, some, warning
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding


def findings(strategy: Strategy) -> Iterator[Finding]:
    if not strategy.goals:  # that there is none is a remark of its own
        return
    for goal in strategy.goals.values():
        if not goal.served_by:
            remedy = "Name the clauses that do under 'served_by'."
            yield error(f"goals.{goal.code}.served_by", "Nothing serves this goal.", remedy)
    for goal in goals_without_measure(strategy):
        if goal.served_by:
            remedy = "Name one under 'served_by', such as measures.restored."
            says = "No measure says whether this goal is kept."
            yield warning(f"goals.{goal.code}.served_by", says, remedy)
    idle = [one.path for one in unserved(strategy)]
    if idle:
        serve = "clause serves" if len(idle) == 1 else "clauses serve"
        says = f"{counted(len(idle), serve, serve)} no goal: {some(idle)}."
        yield warning("goals", says, "Name them under a goal they serve, or remove them.")
