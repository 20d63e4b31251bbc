"""Records that prove what the strategy says: gathered for its coverage of a framework.

A fixed number of small statements. What the product keeps no record of is left out, and so comes
out as a gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.exercises import queries as exercises
from musterpoint.apps.ledger import proof as ledgers
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting import agreed, measures
from musterpoint.apps.rotas import queries as rotas
from musterpoint.apps.support import queries as support
from musterpoint.domain import ledger
from musterpoint.domain.competence import lacking
from musterpoint.domain.conformity import Fact, RecordKind, Status
from musterpoint.domain.conformity.status import of_parts
from musterpoint.domain.exercise_programme import programme
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.told import roles_told
from musterpoint.domain.wall_clock import day_in

YEAR = timedelta(days=365)
ENOUGH = 1000
"""Counting goes no further: whether there are a thousand or a million proves the same."""

_COUNTS = """
SELECT (SELECT count(*) FROM policies_strategyversion WHERE number IS NOT NULL),
    (SELECT count(*) FROM (SELECT 1 FROM incidents_incident
        WHERE strategy_id = %(version)s AND source_system = '' LIMIT %(enough)s) AS logged),
    (SELECT count(*) FROM (SELECT 1 FROM incidents_incident
        WHERE strategy_id = %(version)s AND source_system = '' AND status = 'closed'
        LIMIT %(enough)s) AS closed),
    (SELECT count(*) FROM jobs_job
        WHERE (kind LIKE 'replay%%' OR kind LIKE 'scenario%%')
        AND state = 'done' AND ended_at > %(since)s),
    (SELECT count(*) FROM accounts_person WHERE is_active AND NOT is_service),
    (SELECT count(DISTINCT person_id) FROM notifications_contactmethod m
        JOIN accounts_person p ON p.id = m.person_id AND p.is_active AND NOT p.is_service
        WHERE m.verified_at IS NOT NULL AND m.removed_at IS NULL AND m.broken_at IS NULL),
    (SELECT count(*) FROM (SELECT 1 FROM complaints_complaint
        WHERE received_at > %(since)s LIMIT %(enough)s) AS taken),
    (SELECT count(*) FROM complaints_complaint
        WHERE closed_at IS NULL AND answer_due_at < %(at)s)
"""
_REVIEWS = """
SELECT count(*), count(review_date) FROM (
    SELECT review_date FROM incidents_incident
    WHERE closed_at > %(since)s AND source_system = '' AND priority = ANY(%(priorities)s)
    LIMIT %(enough)s
) AS ended
"""


def facts(version: Version, *, at: datetime) -> Mapping[RecordKind, Fact]:
    """Return what is found of each record that the product keeps, for one version."""
    strategy = version.strategy
    today = day_in(strategy.zone, at)
    asked: dict[str, Any] = {"version": version.id, "since": at - YEAR, "at": at, "enough": ENOUGH}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked)
        versions, logged, closed, tried, people, reached, taken, overdue = cursor.fetchone()
        cursor.execute(_REVIEWS, asked | {"priorities": sorted(strategy.closing.review_for)})
        ended, dated = cursor.fetchone()
    return {
        RecordKind.PUBLISHED: _met(f"Version {version.number}."),
        RecordKind.CHANGES: _changes(versions),
        RecordKind.TRIED: of_parts(
            min(tried, 1),
            1,
            says=f"{tried} in the last year.",
            closes="Replay a draft or play scenarios on it before it is published.",
        ),
        RecordKind.ON_CALL: _on_call(strategy),
        RecordKind.REACHABLE: of_parts(
            reached,
            people,
            says=f"{reached} of {people} people have a way that was proven.",
            closes="Have the others prove one of their ways.",
        ),
        RecordKind.MEASURED: _measured(strategy, at=at),
        RecordKind.LEDGER: _ledger(version),
        RecordKind.INCIDENTS: _incidents(logged, closed),
        RecordKind.REVIEWS_HELD: _reviews(ended, dated),
        RecordKind.EXERCISES_HELD: _exercises(strategy, on=today),
        RecordKind.ACTIONS: _actions(on=today),
        RecordKind.TRAINED: _trained(strategy, on=today),
        RecordKind.COMPLAINTS: _complaints(taken, overdue),
        **agreed.facts(version, at=at),
    }


def _met(says: str) -> Fact:
    return Fact(status=Status.MET, says=says)


def _changes(versions: int) -> Fact:
    if versions > 1:
        return _met(f"{_counted(versions)} versions, their differences readable.")
    return Fact(
        status=Status.PARTLY,
        says="This is the first version, so nothing has changed yet.",
        closes="Publish the next version with its reasons.",
    )


def _on_call(strategy: Strategy) -> Fact:
    told = roles_told(strategy)
    answered = {*rotas.rotas_of_roles(told), *organisation.holders_of(told)}
    return of_parts(
        len(answered & told),
        len(told),
        says=f"Somebody answers for {len(answered & told)} of {len(told)} roles that paths tell.",
        closes="Give the others a rota or a person.",
    )


def _measured(strategy: Strategy, *, at: datetime) -> Fact:
    values = measures.latest(strategy, at=at)
    known = sum(one.value is not None for one in values.values())
    return of_parts(
        known,
        max(len(values), 1),
        says=f"{known} of {len(values)} computed measures have a value for the last 90 days.",
        closes="Name computed figures in the measures, and log incidents under this strategy.",
    )


def _ledger(version: Version) -> Fact:
    stream = f"policy:{version.number}"
    head = ledgers.head(stream)
    bad = None if head is None else ledger.verify(ledgers.recorded([stream]), head)
    if head is None or bad is not None:
        return Fact(
            status=Status.GAP,
            says="The chain of this version is missing or broken.",
            closes="Run musterpoint verify and follow what it says.",
        )
    return _met("The chain of this version is unbroken.")


def _incidents(logged: int, closed: int) -> Fact:
    if closed:
        return _met(f"{_counted(logged)} logged under this version, {_counted(closed)} closed.")
    return Fact(
        status=Status.PARTLY if logged else Status.GAP,
        says=f"{_counted(logged)} logged under this version, none closed.",
        closes="Run incidents under it to their end.",
    )


def _reviews(ended: int, dated: int) -> Fact:
    """Say how many have a day. That a review was held is not recorded yet, so it is never met."""
    return Fact(
        status=Status.PARTLY if dated else Status.GAP,
        says=f"{_counted(dated)} of {_counted(ended)} grave incidents closed in the last year have"
        " a day for their review.",
        closes="Keep the records of the reviews themselves and show them.",
    )


def _exercises(strategy: Strategy, *, on: date) -> Fact:
    standing = programme(strategy.exercises, exercises.as_values(), on=on)
    held = [one for one in standing if not one.is_overdue]
    return of_parts(
        len(held),
        max(len(standing), 1),
        says=f"{len(held)} of {len(standing)} were held within their time.",
        closes="Hold the others, and record them.",
    )


def _actions(*, on: date) -> Fact:
    everything, done, overdue = exercises.actions_counted(on=on)
    if not everything:
        return Fact(
            status=Status.GAP,
            says="No action was recorded after an exercise.",
            closes="Record what is to be done after an exercise, with owner, day and effect.",
        )
    return Fact(
        status=Status.PARTLY if overdue else Status.MET,
        says=f"{everything} after exercises, {done} done with their effect, {overdue} overdue.",
        closes="Do those that are overdue, or give them a new owner." if overdue else "",
    )


def _trained(strategy: Strategy, *, on: date) -> Fact:
    holders = organisation.holders_of(strategy.roles)
    learnt = support.learnt({one.pk for found in holders.values() for one in found})
    wanted = [
        (role, one.pk)
        for role, found in holders.items()
        for one in found
        if any(role in each.roles for each in strategy.training.values())
    ]
    ready = sum(
        not lacking(strategy.training, role, learnt.get(pk, {}), on=on) for role, pk in wanted
    )
    return of_parts(
        ready,
        max(len(wanted), 1),
        says=f"{ready} of {len(wanted)} holders of roles have learnt what their role asks.",
        closes="Train the others, and record the day.",
    )


def _complaints(taken: int, overdue: int) -> Fact:
    if not taken:
        return Fact(
            status=Status.GAP,
            says="No complaint was logged in the last year.",
            closes="Log complaints here, or show where they are kept.",
        )
    return of_parts(
        1,
        2 if overdue else 1,
        says=f"{_counted(taken)} in the last year, {overdue} overdue now.",
        closes="Answer those that are overdue.",
    )


def _counted(count: int) -> str:
    return f"{ENOUGH} or more" if count >= ENOUGH else str(count)
