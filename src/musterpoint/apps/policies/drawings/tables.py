"""Plans that are read as a table: who does what, who hears what, what grows how bad.

Values only; how a table is set on a page or on paper is decided there. Each cell carries the clause
that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from musterpoint.apps.policies.drawings import wording
from musterpoint.apps.policies.drawings.colours import of_level
from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.continuity import ServiceRule
from musterpoint.domain.policy.document import Path, Strategy
from musterpoint.domain.policy.preparing import Raci

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in one place, the tone behind it, and the clauses it comes from."""

    says: str = ""
    tone: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    name: str
    clause: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """``corner`` says what the names of the rows are."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def raci(strategy: Strategy) -> Table:
    """Return activity x role: R does it, A answers for it, C is asked, I is told."""
    rules = strategy.authority.values()
    roles = _once(code for one in rules for code in _named(one))
    return Table(
        corner="Activity",
        columns=tuple(wording.role(strategy, code) for code in roles),
        rows=tuple(
            Row(
                name=one.name,
                clause=f"authority.{one.code}",
                cells=tuple(Cell(says=letters_of(one, code)) for code in roles),
            )
            for one in rules
        ),
    )


def letters_of(rule: Raci, role: str) -> str:
    """Return what one role has to do with an activity, as R, A, C and I."""
    parts = {
        "R": rule.responsible,
        "A": (rule.accountable,),
        "C": rule.consulted,
        "I": rule.informed,
    }
    return " ".join(letter for letter, codes in parts.items() if role in codes)


def communications(strategy: Strategy) -> Table:
    """Return audience x priority: by which channel, how soon, how often, who agrees."""
    told = _once(one.audience for one in strategy.communications.values())
    codes = [level.code for level in strategy.priorities]
    return Table(
        corner="Audience",
        columns=(*codes, "Major incident"),
        rows=tuple(
            Row(
                name=_audience(strategy, audience),
                clause=f"audiences.{audience}",
                cells=tuple(_told(strategy, audience, code) for code in (*codes, "")),
            )
            for audience in told
        ),
    )


def _told(strategy: Strategy, audience: str, priority: str) -> Cell:
    """Return what an audience hears at a priority; at none of them, in a major incident."""
    found = [
        one
        for one in strategy.communications.values()
        if one.audience == audience and one.when_major == (not priority)
        if not priority or not one.priorities or priority in one.priorities
    ]
    return Cell(
        says="\n".join(_rule(strategy, one) for one in found),
        clauses=tuple(f"communications.{one.code}" for one in found),
    )


def _rule(strategy: Strategy, one: CommsRule) -> str:
    channels = ", ".join(one.channels).replace("_", " ")
    often = f", every {wording.length(one.every)}" if one.every else ""
    groups = ", ".join(sorted(one.groups | one.categories)).replace("_", " ")
    within = wording.length(one.first_within)
    says = f"{channels} within {within}{often}; {wording.role(strategy, one.approver)} agrees"
    return f"{groups}: {says}" if groups else says


def harm(strategy: Strategy, service: ServiceRule) -> Table:
    """Return kind of harm x time for one service."""
    times = strategy.harm_scale.times if strategy.harm_scale else ()
    return Table(
        corner="Harm",
        columns=tuple(wording.length(span) for span in times),
        rows=tuple(
            Row(
                name=wording.words(kind),
                clause=f"services.{service.code}",
                cells=tuple(Cell(says=str(level), tone=of_level(level)) for level in levels),
            )
            for kind, levels in service.harm.items()
        ),
    )


def waits(strategy: Strategy, path: Path) -> Table:
    """Return step x priority: how long after the start each is told."""
    codes = [level.code for level in strategy.priorities]
    return Table(
        corner="Step",
        columns=tuple(codes),
        rows=tuple(
            Row(
                name=wording.whom(strategy, path, step),
                clause=f"paths.{path.code}.{step.code}",
                cells=tuple(
                    Cell(says=wording.length(step.due_after(c)) if step.is_for(c) else "–")
                    for c in codes
                ),
            )
            for step in path.steps
        ),
    )


def _audience(strategy: Strategy, code: str) -> str:
    found = strategy.audiences.get(code)
    return found.name if found else wording.words(code)


def _named(rule: Raci) -> tuple[str, ...]:
    return (*rule.responsible, rule.accountable, *rule.consulted, *rule.informed)


def _once(codes: Iterable[T]) -> tuple[T, ...]:
    found: Mapping[T, None] = dict.fromkeys(codes)
    return tuple(found)
