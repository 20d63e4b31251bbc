"""What a briefing may tell colleagues: lines made of facts, and what nobody may promise.

Says nothing about who reads it. A fact that may not be said now is named with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from musterpoint.domain.facts import About, Fact, FactState
from musterpoint.domain.updates.claims import ClaimKind, claims, figures


class Part(StrEnum):
    """The five questions a briefing answers, in the order an agent reads them."""

    BROKEN = "broken"
    SAY = "say"
    NEVER = "never"
    ROUND = "round"
    LOOK = "look"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a briefing; ``fact`` is the number of the fact it tells, if it tells one."""

    part: Part
    says: str
    fact: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """Why a line may not stand; ``position`` counts the lines as they were given."""

    position: int
    says: str


BELONGS: Mapping[About, Part] = {
    About.WHAT: Part.BROKEN,
    About.SINCE: Part.BROKEN,
    About.AFFECTED: Part.BROKEN,
    About.EFFECT: Part.BROKEN,
    About.SAFETY: Part.SAY,
    About.DOING: Part.SAY,
    About.WAY_ROUND: Part.ROUND,
}
"""Where a fact stands in a first draft. Cause and repair time are left to whoever writes it."""

SAID_OUTSIDE = frozenset({Part.SAY, Part.ROUND})
"""What agents repeat to customers: held to what any update to them is held to."""

UNKNOWN: Mapping[About, str] = {
    About.CAUSE: "Do not say what caused it: nobody has verified a cause.",
    About.REPAIR_TIME: "Do not say when it will work again: nobody has verified a time.",
    About.AFFECTED: "Do not say who else or how many are affected: nobody has verified it.",
}
"""What colleagues are asked for most, and what to answer while no verified fact says it."""


def worded(fact: Fact) -> str:
    """Return a fact as a briefing says it: an estimate never stands without whose it is."""
    if fact.is_estimate:
        return f"Estimate of {fact.estimate_of}: {fact.says}"
    return fact.says


def why_not(fact: Fact, at: datetime) -> str:
    """Return why this fact may not be told at ``at``; nothing when it may."""
    if fact.state is FactState.WITHDRAWN:
        return "This was withdrawn: it is not true."
    if fact.needs_check(at=at):
        return "This has to be checked again before anybody says it."
    if fact.state is FactState.CLAIMED and not fact.is_estimate:
        return "Nobody has verified this yet."
    return ""


def wrongs(lines: Sequence[Line], facts: Mapping[int, Fact], *, at: datetime) -> tuple[Wrong, ...]:
    """Return every line that may not stand in a briefing at ``at``, and why."""
    return tuple(_wrongs(lines, facts, at))


def never_promise(facts: Iterable[Fact], *, at: datetime) -> tuple[str, ...]:
    """Return what nobody may promise now, because no verified fact says it."""
    known = {
        fact.about
        for fact in facts
        if fact.state is FactState.VERIFIED and not fact.is_estimate and not why_not(fact, at)
    }
    return tuple(says for about, says in UNKNOWN.items() if about not in known)


def first_draft(facts: Iterable[Fact], *, at: datetime) -> tuple[Line, ...]:
    """Return the lines that the board of facts gives by itself, part by part."""
    found = list(facts)
    board = {fact.number: fact for fact in found}
    told = [
        _line_of(fact)
        for fact in found
        if fact.about in BELONGS and not _of_fact(_line_of(fact), board, at)
    ]
    never = [Line(part=Part.NEVER, says=says) for says in never_promise(found, at=at)]
    order = list(Part)
    return tuple(sorted([*told, *never], key=lambda line: order.index(line.part)))


def _line_of(fact: Fact) -> Line:
    return Line(part=BELONGS[fact.about], says=worded(fact), fact=fact.number)


def _wrongs(lines: Sequence[Line], facts: Mapping[int, Fact], at: datetime) -> Iterator[Wrong]:
    told = [facts[n] for line in lines if (n := line.fact) is not None and n in facts]
    known = frozenset(figure for fact in told for figure in figures(fact.says))
    for position, line in enumerate(lines):
        says = _of_words(line, known) if line.fact is None else _of_fact(line, facts, at)
        if says:
            yield Wrong(position=position, says=says)


def _of_fact(line: Line, facts: Mapping[int, Fact], at: datetime) -> str:
    fact = facts.get(line.fact or 0)
    if fact is None:
        return "There is no such fact on the board."
    if line.part in SAID_OUTSIDE and fact.contradicts:
        others = ", ".join(str(one) for one in sorted(fact.contradicts))
        return why_not(fact, at) or f"It contradicts fact {others}. Settle that first."
    return why_not(fact, at)


def _of_words(line: Line, known: frozenset[str]) -> str:
    """Hold that typed words for customers claim nothing but figures that a told fact has."""
    if not line.says.strip():
        return "This line is empty."
    if line.part not in SAID_OUTSIDE:
        return ""
    for claim in claims(line.says):
        if claim.kind is not ClaimKind.FIGURE or not figures(claim.says) <= known:
            return f"“{claim.says}” is a claim. Put it on the board of facts and have it verified."
    return ""
