"""The board of facts of an incident, as values that rules can judge."""

from __future__ import annotations

from collections import defaultdict

from musterpoint.apps.communications.models import Contradiction, Fact
from musterpoint.domain import facts as rules
from musterpoint.domain.facts import About, FactState


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
    found: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in _pairs(incident_id, is_settled=False):
        found[one].add(other)
        found[other].add(one)
    return {number: frozenset(others) for number, others in found.items()}


def settled(incident_id: int) -> frozenset[frozenset[int]]:
    """Return the pairs of numbers of which somebody said that both hold."""
    return frozenset(frozenset(pair) for pair in _pairs(incident_id, is_settled=True))


def _pairs(incident_id: int, *, is_settled: bool) -> list[tuple[int, int]]:
    rows = Contradiction.objects.filter(
        incident=incident_id, one__withdrawn_at=None, other__withdrawn_at=None
    ).exclude(settled_at__isnull=is_settled)
    return list(rows.order_by("one", "other").values_list("one__number", "other__number"))
