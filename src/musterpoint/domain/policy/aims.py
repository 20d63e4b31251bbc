"""What the strategy is for: where it holds, the goals it serves, and how their keeping is measured.

Holds what the document says. Which procedures serve no goal is worked out in ``alignment``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Better(StrEnum):
    """Which way a measure should move."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Where the strategy holds. ``context`` is what about the organisation shaped it."""

    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    context: str = ""
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """An organisational goal, and the clauses that serve it.

    ``served_by`` names clauses as the rules cite them (``paths.technology``, ``targets.P1``,
    ``measures.time_to_restore``); one also stands for every clause beneath it.
    """

    code: str
    name: str
    says: str
    owner: str
    served_by: tuple[str, ...] = ()
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How the keeping of a goal is measured, with its formula in words.

    ``computed`` is the code of a figure that the product works out itself; empty when it is
    measured elsewhere. ``aim`` is the value wanted, in ``unit``.
    """

    code: str
    name: str
    formula: str
    unit: str
    better: Better
    aim: float | None = None
    computed: str = ""
    owner: str = ""
    rationale: str = ""
