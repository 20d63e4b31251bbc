"""Which facts of a board answer what a template asks for, to start a draft from.

Proposes; whoever writes chooses. Whether the result may leave is decided in ``domain.updates``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from musterpoint.domain.facts import About, Fact, FactState

_ASKS_FOR: Mapping[str, tuple[About, ...]] = {
    "what_happened": (About.WHAT,),
    "situation": (About.WHAT, About.SINCE),
    "facts": (About.WHAT, About.SINCE, About.AFFECTED),
    "true": (About.WHAT,),
    "when": (About.SINCE,),
    "background": (About.CAUSE,),
    "harm": (About.AFFECTED, About.EFFECT),
    "data": (About.AFFECTED,),
    "consequences": (About.EFFECT,),
    "assessment": (About.EFFECT,),
    "estimate": (About.REPAIR_TIME,),
    "hazard": (About.SAFETY,),
    "do": (About.WAY_ROUND,),
    "other_ways": (About.WAY_ROUND,),
    "done": (About.DOING,),
    "next_step": (About.DOING,),
} | {str(one): (one,) for one in About}


def proposed(field: str, board: Iterable[Fact], *, at: datetime) -> Fact | None:
    """Return the fact that answers a field best, or None: verified and still good ones first.

    A claim that is nobody's estimate is never proposed.
    """
    asked = _ASKS_FOR.get(field, ())
    fitting = [one for one in board if one.about in asked and _may_be_said(one, at)]
    return min(fitting, key=lambda one: _rank(one, asked), default=None)


def _may_be_said(fact: Fact, at: datetime) -> bool:
    return fact.is_standing and not fact.needs_check(at=at) and (_holds(fact) or fact.is_estimate)


def _holds(fact: Fact) -> bool:
    return fact.state is FactState.VERIFIED


def _rank(fact: Fact, asked: tuple[About, ...]) -> tuple[int, bool, bool, int]:
    return asked.index(fact.about), bool(fact.contradicts), not _holds(fact), -fact.number
