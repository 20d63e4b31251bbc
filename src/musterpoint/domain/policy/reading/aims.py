"""Reading what the strategy is for: scope, goals, measures, and what answers a framework."""

from __future__ import annotations

from musterpoint.domain.policy.aims import Better, Goal, Measure, Scope
from musterpoint.domain.policy.reading.part import Part


def scope(root: Part) -> Scope | None:
    return root.single("scope", _scope)


def goals(root: Part) -> dict[str, Goal]:
    return root.keyed("goals", _goal, required=False)


def measures(root: Part) -> dict[str, Measure]:
    return root.keyed("measures", _measure, required=False)


def mapping(root: Part) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the clauses of each framework; their names are the framework's own, such as 8.4.2."""
    return {
        framework: {clause: part.texts(clause) for clause in part.entries}
        for framework, part in root.each("mapping", required=False)
    }


def _scope(part: Part) -> Scope:
    return Scope(
        includes=part.texts("includes"),
        excludes=part.texts("excludes"),
        context=part.text("context", ""),
        rationale=part.text("rationale", ""),
    )


def _goal(code: str, part: Part) -> Goal:
    return Goal(
        code=code,
        name=part.text("name"),
        says=part.text("says"),
        owner=part.text("owner"),
        served_by=part.texts("served_by"),
        rationale=part.text("rationale", ""),
    )


def _measure(code: str, part: Part) -> Measure:
    return Measure(
        code=code,
        name=part.text("name"),
        formula=part.text("formula"),
        unit=part.text("unit"),
        better=part.choice("better", Better),
        aim=part.optional_number("aim"),
        computed=part.text("computed", ""),
        owner=part.text("owner", ""),
        rationale=part.text("rationale", ""),
    )
