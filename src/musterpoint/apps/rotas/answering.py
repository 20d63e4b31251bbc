"""Who answers for a responder role now: the rota that covers it, then its standing holders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.rotas import queries


def answering(roles: Iterable[str], *, at: datetime) -> dict[str, list[Person]]:
    """Return the people who answer for each role at ``at``, the first to be told first.

    Whoever is on duty by rota comes before whoever answers by standing; nobody who is away is
    named. A role that nobody answers for is left out. A fixed few statements.
    """
    wanted = set(roles)
    code_of = queries.rotas_of_roles(wanted)
    covers = queries.covers(set(code_of.values()), at=at)
    standing = organisation.holders_of(wanted)
    on_duty = {
        role: [answer.person for answer in covers[code].answers]
        for role, code in code_of.items()
        if code in covers
    }
    people = accounts.by_ids({pk for found in on_duty.values() for pk in found})
    away = queries.absent([p.pk for found in standing.values() for p in found], at=at)
    named = {
        role: [people[pk] for pk in on_duty.get(role, ()) if pk in people]
        + [person for person in standing.get(role, ()) if person.pk not in away]
        for role in sorted(wanted)
    }
    return {
        role: list({person.pk: person for person in found}.values())
        for role, found in named.items()
        if found
    }
