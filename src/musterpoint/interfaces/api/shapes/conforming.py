"""What is answered of the conformity of a strategy version and of what serves its goals."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from musterpoint.interfaces.api.reading import Said

Standing = Literal["met", "partly", "gap"]


class ArtefactSaid(Said):
    """Something that answers a clause: ``clause`` of the strategy, or ``record`` of the product."""

    name: str
    clause: str
    record: str
    status: Standing
    says: str


class StandingSaid(Said):
    clause: str
    title: str
    status: Standing
    closes: str
    artefacts: list[ArtefactSaid]


class CoverageSaid(Said):
    """How a version answers one framework. ``frameworks`` are all that may be asked for."""

    framework: str
    name: str
    policy_version: int
    counts: dict[str, int]
    clauses: list[StandingSaid]
    frameworks: list[str]


class ServingSaid(Said):
    kind: str
    clause: str
    name: str


class MeasureSaid(Said):
    """A measure with its latest value; ``of`` says of how many things it speaks."""

    clause: str
    name: str
    formula: str
    unit: str
    better: Literal["higher", "lower"]
    aim: float | None
    is_computed: bool
    latest: float | None
    of: int
    keeps_aim: bool | None


class GoalSaid(Said):
    clause: str
    name: str
    owner: str
    procedures: list[ServingSaid]
    targets: list[ServingSaid]
    others: list[str]
    measures: list[MeasureSaid]


class AlignmentSaid(Said):
    """Each goal with what serves it, and what serves none. Values are of incidents since then."""

    policy_version: int
    since: datetime
    goals: list[GoalSaid]
    unserved: list[ServingSaid]
