"""Rounds of rating: rows, their entries, and what the ratings come to once a round is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.policies import scenario_texts
from musterpoint.apps.policies.models import Rater, Rating, RatingCase, RatingRound
from musterpoint.apps.policies.operations import digest_of
from musterpoint.domain import agreement
from musterpoint.domain.agreement import Agreement, Chance, Confusion, Ratings, Scale, Weights
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.scales import Level

FIELDS = ("category", "impact", "urgency", "priority")
RESAMPLES = 400


class NoSuchRound(Exception):
    """There is no such round, or it is not for this person."""

    def __init__(self, pk: int) -> None:
        super().__init__(f"There is no round {pk}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How far the raters agree on one field, and which values they take for one another."""

    field: str
    alpha: Agreement
    interval: tuple[float, float] | None
    kappa: Agreement
    confusions: tuple[Confusion, ...]
    to_improve: tuple[Level, Level] | None = None


def strategy_of(row: RatingRound) -> Strategy:
    """Return the strategy by whose words a round is rated."""
    found = scenario_texts.playable(row.text)
    if found is None:
        raise ValueError(f"The text of round {row.pk} does not parse; it was altered outside.")
    return found


def listed(*, person_id: int | None, sees_all: bool) -> list[RatingRound]:
    """Return the rounds that somebody sees, newest first, without their texts."""
    rows = RatingRound.objects.defer("text").select_related("opened_by").order_by("-id")
    if not sees_all:
        rows = rows.filter(Q(raters__person_id=person_id)).distinct()
    return list(rows[:100])


def one(pk: int) -> RatingRound:
    """Return a round, or raise NoSuchRound."""
    found = RatingRound.objects.filter(pk=pk).first()
    if found is None:
        raise NoSuchRound(pk)
    return found


def lock(pk: int) -> RatingRound:
    """Lock a round until the transaction ends, or raise NoSuchRound."""
    found = RatingRound.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NoSuchRound(pk)
    return found


def cases(row: RatingRound) -> list[RatingCase]:
    return list(row.cases.order_by("position"))


def raters(row: RatingRound) -> list[Rater]:
    return list(row.raters.select_related("person").order_by("id"))


def given_by(row: RatingRound, person_id: int) -> dict[int, Rating]:
    """Return what one person has rated, by case."""
    found = Rating.objects.filter(case__round=row, person_id=person_id)
    return {each.case_id: each for each in found}


def progress(row: RatingRound) -> dict[int, int]:
    """Return how many cases each rater has done; what they said stays theirs."""
    counted: dict[int, int] = {}
    for person in Rating.objects.filter(case__round=row).values_list("person_id", flat=True):
        counted[person] = counted.get(person, 0) + 1
    return counted


def open_round(  # everything a round begins with
    *,
    title: str,
    strategy: str,
    text: str,
    stories: Sequence[str],
    people: Iterable[int],
    person_id: int | None,
    actor: str,
    at: datetime,
) -> RatingRound:
    """Open a round with its cases and those who were asked."""
    row = RatingRound.objects.create(
        title=title[:200],
        strategy=strategy[:60],
        text=text,
        digest=digest_of(text),
        opened_at=at,
        opened_by_id=person_id,
    )
    RatingCase.objects.bulk_create(
        RatingCase(round=row, position=place, says=says)
        for place, says in enumerate(stories, start=1)
    )
    asked = sorted(set(people))
    Rater.objects.bulk_create(Rater(round=row, person_id=each) for each in asked)
    said = {"title": row.title, "strategy": row.strategy, "digest": row.digest}
    _enter(row, "rating_opened", said | {"cases": len(stories), "raters": asked}, actor, at)
    return row


def rate(
    row: RatingRound,
    case: RatingCase,
    *,
    judged: dict[str, str],
    person_id: int,
    actor: str,
    at: datetime,
) -> None:
    """Write or replace one person's judgement; the entry does not say which it was."""
    Rating.objects.update_or_create(case=case, person_id=person_id, defaults={**judged, "at": at})
    _enter(row, "case_rated", {"case": case.position, "person": person_id}, actor, at)


def close(row: RatingRound, *, person_id: int | None, actor: str, at: datetime) -> None:
    """Close a round; from now on everybody who sees it sees what was said."""
    row.closed_at, row.closed_by_id = at, person_id
    row.save(update_fields=["closed_at", "closed_by"])
    rows = Rating.objects.filter(case__round=row).order_by("case__position", "person_id")
    said = [
        [each.case.position, each.person_id, *(getattr(each, field) for field in FIELDS)]
        for each in rows.select_related("case")
    ]
    _enter(row, "rating_closed", {"ratings": said}, actor, at)


def measured(row: RatingRound, *, chance: Chance) -> tuple[Measured, ...]:
    """Return how far the raters of a closed round agree, field by field."""
    strategy = strategy_of(row)
    places = {case.pk: place for place, case in enumerate(cases(row))}
    people = [each.person_id for each in raters(row)]
    given = list(Rating.objects.filter(case__round=row))
    orders: dict[str, list[str]] = {
        "category": list(strategy.categories),
        "impact": [level.code for level in strategy.impact],
        "urgency": [level.code for level in strategy.urgency],
        "priority": [level.code for level in strategy.priorities],
    }
    found = []
    for field in FIELDS:
        table: list[list[str | None]] = [[None] * len(places) for _ in people]
        for each in given:
            table[people.index(each.person_id)][places[each.case_id]] = getattr(each, field)
        levels = {"impact": strategy.impact, "urgency": strategy.urgency}.get(field, ())
        found.append(_measured(field, table, orders[field], levels, chance))
    return tuple(found)


def _measured(
    field: str, table: Ratings, order: list[str], levels: Sequence[Level], chance: Chance
) -> Measured:
    scale = Scale.NOMINAL if field == "category" else Scale.ORDINAL
    weights = Weights.NONE if field == "category" else Weights.LINEAR

    def measure(ratings: Ratings) -> Agreement:
        return agreement.alpha(ratings, scale=scale, order=order)

    confused = agreement.confusions(table, order=order)
    beside = next(iter(agreement.neighbours(confused, order=order)), None) if levels else None
    named = {level.code: level for level in levels}
    return Measured(
        field=field,
        alpha=measure(table),
        interval=agreement.interval(measure, table, random=chance, resamples=RESAMPLES),
        kappa=agreement.pairwise_kappa(table, order=order, weights=weights),
        confusions=confused[:5],
        to_improve=(named[beside.first], named[beside.second]) if beside else None,
    )


def _enter(row: RatingRound, kind: str, data: dict[str, Any], actor: str, at: datetime) -> None:
    entry = ledger.Draft(at=at, actor=actor, kind=kind, data=data)
    ledger.append(stream=row.stream, drafts=[entry], recorded_at=at)
