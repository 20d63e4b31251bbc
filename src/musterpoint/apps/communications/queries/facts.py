"""The board of facts of an incident, as values that rules can judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.communications.models import Contradiction, Fact
from musterpoint.domain import facts as rules
from musterpoint.domain.facts import About, FactState

_Pair = tuple[int, int, datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A fact as a page shows it: the value, and who did what to it, by name."""

    fact: rules.Fact
    claimed_by: str
    verified_by: str
    verified_how: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_why: str
    replaced_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The whole board, and the pairs that answer one question twice and nobody looked at."""

    facts: tuple[Seen, ...]
    twice: tuple[tuple[int, int], ...]

    def get(self, number: int) -> Seen | None:
        return next((one for one in self.facts if one.fact.number == number), None)


def shown(incident_id: int) -> Board:
    """Return the board as pages and the API show it. Two statements."""
    pairs = _pairs(incident_id)
    against = _against(pairs)
    people = ("claimed_by", "verified_by", "withdrawn_by", "replaced_by")
    rows = Fact.objects.filter(incident=incident_id).select_related(*people).order_by("number")
    seen = tuple(
        Seen(
            fact=as_value(row, against.get(row.number, frozenset())),
            claimed_by=row.claimed_by.name if row.claimed_by else "",
            verified_by=row.verified_by.name if row.verified_by else "",
            verified_how=row.verified_how,
            withdrawn_at=row.withdrawn_at,
            withdrawn_by=row.withdrawn_by.name if row.withdrawn_by else "",
            withdrawn_why=row.withdrawn_why,
            replaced_by=row.replaced_by.number if row.replaced_by else None,
        )
        for row in rows
    )
    values = [one.fact for one in seen]
    twice = rules.answered_twice(values, settled=_settled(pairs))
    return Board(facts=seen, twice=twice)


def board(incident_id: int) -> tuple[rules.Fact, ...]:
    """Return every fact of the incident in the order they were claimed, withdrawn ones too."""
    rows = list(Fact.objects.filter(incident=incident_id).order_by("number"))
    against = contradicting(incident_id)
    return tuple(as_value(row, against.get(row.number, frozenset())) for row in rows)


def as_value(row: Fact, contradicts: frozenset[int] = frozenset()) -> rules.Fact:
    """Return one row as the value that rules know."""
    return rules.Fact(
        number=row.number,
        says=row.says,
        state=FactState(row.state),
        about=About(row.about),
        source=row.source,
        estimate_of=row.estimate_of,
        claimed_at=row.claimed_at,
        verified_at=row.verified_at,
        good_until=row.good_until,
        contradicts=contradicts,
    )


def contradicting(incident_id: int) -> dict[int, frozenset[int]]:
    """Return by number which standing facts contradict a standing one, as noted and not settled."""
    return _against(_pairs(incident_id))


def settled(incident_id: int) -> frozenset[frozenset[int]]:
    """Return the pairs of numbers of which somebody said that both hold."""
    return _settled(_pairs(incident_id))


def _against(pairs: Iterable[_Pair]) -> dict[int, frozenset[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, other, settled_at in pairs:
        if settled_at is None:
            found[one].add(other)
            found[other].add(one)
    return {number: frozenset(others) for number, others in found.items()}


def _settled(pairs: Iterable[_Pair]) -> frozenset[frozenset[int]]:
    return frozenset(frozenset({one, other}) for one, other, at in pairs if at is not None)


def _pairs(incident_id: int) -> list[_Pair]:
    """Return the pairs of standing facts that somebody looked at."""
    rows = Contradiction.objects.filter(
        incident=incident_id, one__withdrawn_at=None, other__withdrawn_at=None
    )
    named = rows.order_by("one", "other").values_list("one__number", "other__number", "settled_at")
    return list(named)
