"""Whom the paths of a run of chaos tell: two for each responder role, spread over many people."""

from __future__ import annotations

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.notifications.channels.webhook.settings import new_secret
from musterpoint.apps.notifications.operations import methods as notifications
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Role
from musterpoint.interfaces import clock

HOW_MANY = 16


def add_people(*, hooks: str) -> tuple[int, str]:
    """Add them, and somebody whose token asks; return who that is, and the token.

    Everybody also gets texts, and has a webhook at ``hooks``.
    """
    now = clock.now()
    people = [
        accounts.add_person(
            email=f"responder{number}@chaos.example",
            name=f"Responder {number}",
            roles=[Role.INCIDENT_MANAGER, Role.TEAM_LEADER, Role.AGENT],
            at=now,
        ).pk
        for number in range(1, HOW_MANY + 1)
    ]
    for number, person in enumerate(people):
        _reach(person, number, hooks=hooks)
    for number, role in enumerate(sorted(policies.in_force(at=now).strategy.roles)):
        for rank in (1, 2):
            person = people[(2 * number + rank) % HOW_MANY]
            organisation.hold_role(role=role, person_id=person, rank=rank)
    return people[0], accounts.create_token(person_id=people[0], name="chaos", at=now)


def _reach(person: int, number: int, *, hooks: str) -> None:
    """Add two more ways; without an order of their own all are used at once."""
    hook = f"{hooks}/{number}"
    _add(person, "sms", f"+4416329601{number:02d}", {})
    _add(person, "webhook", hook, {"url": hook, "secret": new_secret()})


def _add(person: int, channel: str, address: str, details: dict[str, str]) -> None:
    notifications.add_method(
        holder=f"person:{person}",
        channel=channel,
        address=address,
        details=details,
        label="",
        at=clock.now(),
        is_verified=True,
    )
