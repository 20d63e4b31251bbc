"""Look ahead: what is wrong with the rotas over the next weeks, and what keeps one unpublished.

Rotas are judged together, since one person may be on two of them. Reads only.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.rotas import queries as rotas
from musterpoint.domain.rotas import Rota, outside
from musterpoint.domain.rotas.readiness import Facts, Finding, readiness
from musterpoint.usecases.reachable import reachable
from musterpoint.usecases.trained_for import lapsed_on_rotas

AHEAD = timedelta(days=28)


def look_ahead(
    *, at: datetime, code: str | None = None, ahead: timedelta = AHEAD
) -> tuple[Finding, ...]:
    """Return the findings on every published rota, or on the one with this code."""
    found = rotas.running(start=at, end=at + ahead)
    findings = judged(found.values(), start=at, end=at + ahead)
    return _of(code, (*findings, *_of_calendars(found, at=at)))


def look_at_draft(code: str, *, at: datetime, ahead: timedelta = AHEAD) -> tuple[Finding, ...]:
    """Return the findings on a rota as they would be if its draft were published now."""
    draft = rotas.draft_between(code, start=at, end=at + ahead)
    found = rotas.running(start=at, end=at + ahead)
    if draft is not None:
        found[code] = draft
    return _of(code, judged(found.values(), start=at, end=at + ahead))


def judged(values: Collection[Rota], *, start: datetime, end: datetime) -> tuple[Finding, ...]:
    """Return the findings on these rotas, what blocks first."""
    return readiness(values, _facts(values, at=start), start, end)


def _of_calendars(codes: Collection[str], *, at: datetime) -> list[Finding]:
    return [
        finding
        for each in rotas.outside_calendars(codes)
        for finding in outside.judged(
            each.rota.code,
            unmatched=each.unmatched,
            known_at=each.fetched_at or each.added_at,
            says=each.last_error,
            at=at,
        )
    ]


def _facts(values: Collection[Rota], *, at: datetime) -> Facts:
    people = {person for rota in values for person in rota.people}
    roles = {rota.fallback for rota in values if isinstance(rota.fallback, str)}
    people |= {rota.fallback for rota in values if isinstance(rota.fallback, int)}
    holders = organisation.holders_of(roles)
    within = reachable(people | {one.pk for found in holders.values() for one in found})
    return Facts(
        reachable=frozenset(within),
        roles=frozenset(
            role for role, found in holders.items() if any(one.pk in within for one in found)
        ),
        lapsed=_lapsed(values, at=at),
    )


def _lapsed(values: Collection[Rota], *, at: datetime) -> Mapping[int, tuple[str, ...]]:
    """Return whose training has lapsed; before the first strategy nobody's has."""
    try:
        strategy = policies.in_force(at=at).strategy
    except policies.NoStrategyInForce:
        return {}
    return lapsed_on_rotas(strategy, values, at=at)


def _of(code: str | None, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if code is None or one.rota == code)
