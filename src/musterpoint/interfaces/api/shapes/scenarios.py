"""What is answered of scenarios played against a strategy version."""

from __future__ import annotations

from typing import Literal

from musterpoint.interfaces.api.reading import Said


class ExpectationSaid(Said):
    """One expectation beside what the strategy does. ``minute`` is when it should be so."""

    kind: Literal["priority", "major", "escalation", "audience", "clock"]
    about: str
    minute: int
    expected: str
    got: str
    verdict: Literal["met", "missed", "not judged"]
    reason: str
    clauses: list[str]


class ScenarioSaid(Said):
    """A scenario played. ``we_are`` is what its organisation is."""

    id: str
    title: str
    start: str
    category: str
    we_are: list[str]
    only_theirs: list[str]
    note: str
    score: dict[str, int]
    expectations: list[ExpectationSaid]


class ScenariosSaid(Said):
    scenarios: list[ScenarioSaid]
    score: dict[str, int]
