"""Scenario texts in YAML: read with the line of every value. Some ship with the product."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.policy import parsing
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import Finding, errors, in_order
from musterpoint.domain.scenarios import Scenario, read_scenarios


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """The scenarios of a text, none when a finding is an error, and everything found in it."""

    scenarios: tuple[Scenario, ...]
    findings: tuple[Finding, ...]


def examine(text: str) -> Examined:
    """Read the scenarios of ``text``. Raises nothing: what is wrong is a finding."""
    reading = yaml_text.read(text)
    if reading.root is None:
        return Examined(scenarios=(), findings=reading.findings)
    scenarios, found = read_scenarios(reading.root)
    findings = in_order((*reading.findings, *found))
    return Examined(scenarios=() if errors(findings) else scenarios, findings=findings)


def playable(text: str) -> Strategy | None:
    """Return the strategy of ``text`` if scenarios can be played against it, or None.

    One that the checks refuse can be: that is how its faults are seen. Its shape must be right, its
    codes must exist, and its matrix must have every cell.
    """
    sound = yaml_text.examine(text).strategy
    if sound is not None:
        return sound
    reading = yaml_text.read(text)
    if reading.root is None or errors(reading.findings):
        return None
    strategy, _ = parsing.parse(reading.root)
    if strategy is None:
        return None
    cells = product(strategy.impact, strategy.urgency)
    whole = all((impact.code, urgency.code) in strategy.matrix for impact, urgency in cells)
    return strategy if whole else None


@lru_cache(maxsize=1)
def shipped() -> tuple[Scenario, ...]:
    """Return the scenarios that ship with the product, in the order of their ids."""
    found = [one for text in shipped_texts().values() for one in examine(text).scenarios]
    return tuple(sorted(found, key=lambda one: one.code))


@lru_cache(maxsize=1)
def shipped_texts() -> dict[str, str]:
    """Return the text of each shipped file by its name, without the ending."""
    folder = files("musterpoint.apps.policies") / "scenarios"
    return {
        each.name.removesuffix(".yaml"): each.read_text(encoding="utf-8")
        for each in sorted(folder.iterdir(), key=lambda one: one.name)
        if each.name.endswith(".yaml")
    }
