"""Somebody to tell, and somebody whose token asks: the fewest rows that the product works with."""

from __future__ import annotations

from typing import Any

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Role
from musterpoint.interfaces import clock
from musterpoint.interfaces.console.bench.scratch import rows

HOLDERS = 3


def add_people() -> tuple[Any, str]:
    """Add people who hold every responder role; return the first of them and a token."""
    now = clock.now()
    people = [
        accounts.add_person(
            email=f"holder{number}@bench.example",
            name=f"Holder {number}",
            roles=[Role.INCIDENT_MANAGER, Role.TEAM_LEADER, Role.AGENT],
            at=now,
        )
        for number in range(1, HOLDERS + 1)
    ]
    strategy = policies.in_force(at=now).strategy
    for rank, person in enumerate(people, start=1):
        for role in strategy.roles:
            rows(
                "INSERT INTO organisation_roleholder (role, person_id, rank) VALUES (%s, %s, %s)",
                [role, person.pk, rank],
            )
    token = accounts.create_token(person_id=people[0].pk, name="bench", at=now)
    return people[0], token
