"""What forms offer: levels as cards with their criteria, categories by group, places by name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.scales import Level
from musterpoint.interfaces.web.forms.asking import card


def levels(scale: Iterable[Level]) -> list[tuple[str, Any]]:
    """Return the steps of a scale, gravest first."""
    return [(one.code, card(one.code, one.name, one.says)) for one in scale]


def categories(strategy: Strategy) -> list[tuple[str, str]]:
    """Return all categories in the strategy's order."""
    return [(code, one.name) for code, one in strategy.categories.items()]


def categories_in_groups(strategy: Strategy) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return all categories under the names of their groups."""
    found: dict[str, list[tuple[str, str]]] = {}
    for code, one in strategy.categories.items():
        group = one.group.replace("_", " ").capitalize()
        found.setdefault(group, []).append((code, one.name))
    return list(found.items())


def places(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Return places by name; the use case finds them by it."""
    return [(one.name, one.name) for one in rows]
