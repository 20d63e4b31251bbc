"""Say who is told: the members of teams, and who answers for a responder role in which order.

People stand in the ledger as ``person:<id>``, so that it holds no name.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.organisation import queries
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.told import roles_told
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.set_up_centre import enter, settle_code

HIGHEST_RANK = 99


class UnknownResponderRole(Refusal):
    """The strategy in force neither describes nor tells such a role."""

    def __init__(self, role: str) -> None:
        says = f"The strategy in force has no role {role!r}."
        super().__init__(Problem(field="role", says=says))


class CannotBeTold(Refusal):
    """Somebody who may not sign in could not answer."""

    def __init__(self, field: str) -> None:
        says = "Choose people whose accounts are active."
        super().__init__(Problem(field=field, says=says))


class RankOutOfRange(Refusal):
    """A rank is a small number."""

    def __init__(self) -> None:
        says = f"Write a number from 1 (told first) to {HIGHEST_RANK}."
        super().__init__(Problem(field="rank", says=says))


class DoesNotAnswer(Conflict):
    """The person does not answer for the role (any more)."""

    def __init__(self) -> None:
        says = "This person does not answer for the role any more."
        super().__init__(Problem(field="person", says=says))


@transaction.atomic
def keep_team(
    *,
    name: str,
    people: Collection[int],
    by: Actor,
    at: datetime,
    code: str = "",
    new: bool = False,
) -> str:
    """Add a team or change the one with this code; ``people`` are all of its members.

    Whoever is in it and was deactivated since may stay. Raises CannotBeTold and what
    ``settle_code`` raises.
    """
    by.must(Action.ADMINISTER)
    chosen = settle_code("team", code=code, name=name, new=new)
    old = queries.values_of("team", chosen)
    present = set(old["members"]) if old else set()
    _must_be_active(set(people) - present, field="people")
    organisation.add_team(code=chosen, name=name.strip(), people=list(people))
    now = {"name": name.strip(), "members": _keys(people)}
    before = old and {"name": old["name"], "members": _keys(old["members"])}
    enter(f"team:{chosen}", before, now, by=by, at=at)
    return chosen


@transaction.atomic
def hold_standing_role(*, role: str, person_id: int, rank: int, by: Actor, at: datetime) -> None:
    """Let the person answer for the role; the lowest rank is told first.

    Raises UnknownResponderRole, CannotBeTold and RankOutOfRange.
    """
    by.must(Action.ADMINISTER)
    organisation.lock_centre()
    strategy = policies.in_force(at=at).strategy
    if role not in strategy.roles and role not in roles_told(strategy):
        raise UnknownResponderRole(role)
    if not 1 <= rank <= HIGHEST_RANK:
        raise RankOutOfRange
    _must_be_active({person_id}, field="person")
    old = queries.ranks_of(role)
    organisation.hold_role(role=role, person_id=person_id, rank=rank)
    _enter_ranks(role, old, by=by, at=at)


@transaction.atomic
def release_standing_role(*, role: str, person_id: int, by: Actor, at: datetime) -> None:
    """Let the person answer for the role no longer. Raises DoesNotAnswer."""
    by.must(Action.ADMINISTER)
    organisation.lock_centre()
    old = queries.ranks_of(role)
    if person_id not in old:
        raise DoesNotAnswer
    organisation.release_role(role=role, person_id=person_id)
    _enter_ranks(role, old, by=by, at=at)


def _must_be_active(ids: set[int], *, field: str) -> None:
    if ids - accounts.active(ids).keys():
        raise CannotBeTold(field)


def _enter_ranks(role: str, old: dict[int, int], *, by: Actor, at: datetime) -> None:
    def written(ranks: dict[int, int]) -> dict[str, int]:
        return {f"person:{person}": rank for person, rank in ranks.items()}

    before, now = written(old), written(queries.ranks_of(role))
    old_values = {"holders": before} if before else None
    enter(f"role:{role}", old_values, {"holders": now}, by=by, at=at)


def _keys(people: Collection[int]) -> list[str]:
    return [f"person:{pk}" for pk in sorted(set(people))]
