"""Ask several people to rate the same cases, rate them, and close the round.

Nobody sees what another said before the round is closed; then nothing is rated any more.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies import named, queries, ratings, scenario_texts, trials
from musterpoint.apps.policies.models import RatingRound
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.priority import Facts, UnknownCode, assess
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import person_of, words

MOST_CASES, LONGEST_CASE = 60, 2000
LEAST_RATERS = 2


class TooFewRaters(Refusal):
    """Agreement takes at least two people."""

    def __init__(self) -> None:
        super().__init__(Problem(field="raters", says="Ask at least two people."))


class NoSuchRater(Refusal):
    """Somebody who was asked is not known or not at work here any more."""

    def __init__(self) -> None:
        super().__init__(Problem(field="raters", says="One of these people is not here any more."))


class NoCases(Refusal):
    """There is nothing to rate, or too much."""

    def __init__(self) -> None:
        says = f"Write 1 to {MOST_CASES} cases, with an empty line between them."
        super().__init__(Problem(field="cases", says=says))


class NoSuchStrategy(Refusal):
    """The strategy to rate by is not there, or cannot be used yet."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="strategy", says=says))


class NotAsked(Refusal):
    """Only those who were asked rate, and only the cases of the round."""

    def __init__(self) -> None:
        super().__init__(Problem(field="case", says="You were not asked to rate this."))


class RoundIsClosed(Conflict):
    """What was said is known to all by now."""

    def __init__(self) -> None:
        super().__init__(Problem(field="round", says="This round is closed."))


class UnknownJudgement(Refusal):
    """A category, impact or urgency that the strategy does not have."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="case", says=says))


@transaction.atomic
def open_rating(
    *,
    title: str,
    strategy: str,
    cases: Sequence[str],
    raters: Collection[int],
    by: Actor,
    at: datetime,
) -> int:
    """Open a round and return its number.

    Raises NotAllowed, NoCases, TooFewRaters, NoSuchRater, NoSuchStrategy, and Refusal without a
    title.
    """
    by.must(Action.TEST_POLICY)
    name = words("title", title, says="Give the round a name.", most=200)
    stories = [case.strip() for case in cases if case.strip()]
    if not 1 <= len(stories) <= MOST_CASES or max(map(len, stories)) > LONGEST_CASE:
        raise NoCases
    people = set(raters)
    if len(people) < LEAST_RATERS:
        raise TooFewRaters
    if Person.objects.filter(pk__in=people, is_active=True).count() != len(people):
        raise NoSuchRater
    try:
        shown, text = trials.text_called(strategy, at=at)
    except (named.NoSuchStrategy, queries.NoStrategyInForce) as refusal:
        raise NoSuchStrategy(str(refusal)) from refusal
    if scenario_texts.playable(text) is None:
        raise NoSuchStrategy("This text has errors to be mended first.")
    row = ratings.open_round(
        title=name,
        strategy=shown,
        text=text,
        stories=stories,
        people=people,
        person_id=by.person_id,
        actor=by.key,
        at=at,
    )
    return row.pk


@transaction.atomic
def rate_case(
    *,
    round_id: int,
    position: int,
    category: str,
    impact: str,
    urgency: str,
    by: Actor,
    at: datetime,
) -> str:
    """Judge one case, or judge it anew; return the priority that comes of it.

    Raises NoSuchRound, RoundIsClosed, NotAsked and UnknownJudgement.
    """
    person = person_of(by)
    row = _open(round_id)
    case = row.cases.filter(position=position).first()
    if case is None or not row.raters.filter(person_id=person).exists():
        raise NotAsked
    strategy = ratings.strategy_of(row)
    if category not in strategy.categories or not impact or not urgency:
        raise UnknownJudgement("Judge category, impact and urgency.")
    try:
        facts = Facts(category=category, impact=impact, urgency=urgency)
        priority = assess(strategy, facts).value.priority
    except UnknownCode as refusal:
        raise UnknownJudgement(str(refusal)) from refusal
    judged = {"category": category, "impact": impact, "urgency": urgency, "priority": priority}
    ratings.rate(row, case, judged=judged, person_id=person, actor=by.key, at=at)
    return priority


@transaction.atomic
def close_rating(*, round_id: int, by: Actor, at: datetime) -> None:
    """Close a round for good. Raises NotAllowed, NoSuchRound and RoundIsClosed."""
    by.must(Action.TEST_POLICY)
    ratings.close(_open(round_id), person_id=by.person_id, actor=by.key, at=at)


def _open(round_id: int) -> RatingRound:
    row = ratings.lock(round_id)
    if row.closed_at is not None:
        raise RoundIsClosed
    return row
