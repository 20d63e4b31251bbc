"""Say who an audience of the strategy is here; whom its name suggests counts until somebody does.

People stand in the ledger as ``person:<id>``, so that it holds no name.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.communications.operations import audiences
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor, Role
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates.membership import parts_of
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.set_up_centre import enter


class NoSuchHolder(Refusal):
    """There is no such person, team, role or contact, or they can be told nothing."""

    def __init__(self) -> None:
        says = "Choose a person, team, role or contact that there is."
        super().__init__(Problem(field="holder", says=says))


class UnknownAudience(Refusal):
    """The strategy in force has no such audience."""

    def __init__(self, code: str) -> None:
        says = f"The strategy in force has no audience “{code}”."
        super().__init__(Problem(field="audience", says=says))


class UnknownAccount(Refusal):
    """There is no such client account."""

    def __init__(self) -> None:
        super().__init__(Problem(field="account", says="Choose a client account that there is."))


class BelongsAlready(Conflict):
    """They are told already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="holder", says="They belong to this audience already."))


class BelongsNoMore(Conflict):
    """Somebody removed them meanwhile."""

    def __init__(self) -> None:
        says = "They do not belong to this audience any more."
        super().__init__(Problem(field="member", says=says))


@transaction.atomic
def add_to_audience(
    *, audience: str, holder: str, by: Actor, at: datetime, account: str = ""
) -> int:
    """Let a holder belong to an audience; with ``account``, for incidents of that client only.

    Return the membership's id. Raises UnknownAudience, NoSuchHolder, UnknownAccount or
    BelongsAlready.
    """
    by.must(Action.ADMINISTER)
    strategy = policies.in_force(at=at).strategy
    if audience not in strategy.audiences:
        raise UnknownAudience(audience)
    if not _is_there(holder, strategy):
        raise NoSuchHolder
    account_id = organisation.find(account=account).account if account else None
    if account and account_id is None:
        raise UnknownAccount
    try:
        row = audiences.add(
            audience=audience,
            holder=holder,
            account_id=account_id,
            added_by=by.person_id,
            at=at,
        )
    except audiences.BelongsAlready:
        raise BelongsAlready from None
    now = {"audience": audience, "holder": holder, "account": account_id}
    enter(f"audience_member:{row.pk}", None, now, by=by, at=at)
    return row.pk


@transaction.atomic
def remove_from_audience(*, audience: str, member_id: int, by: Actor, at: datetime) -> None:
    """End a membership, or raise BelongsNoMore."""
    by.must(Action.ADMINISTER)
    row = audiences.end(audience, member_id, at=at)
    if row is None:
        raise BelongsNoMore
    before = {"audience": audience, "holder": row.holder, "account": row.account_id}
    now = {"audience": None, "holder": None, "account": None}
    enter(f"audience_member:{row.pk}", before, now, by=by, at=at)


def _is_there(holder: str, strategy: Strategy) -> bool:
    kind, code = parts_of(holder)
    if kind == "person":
        return code.isdecimal() and len(code) < 19 and int(code) in accounts.active([int(code)])
    if kind == "team":
        return code in organisation.names_by_code("team")
    if kind == "contact":
        return code in organisation.names_by_code("contact")
    if kind == "role":
        return code in strategy.roles
    return kind == "account_role" and code in set(Role)
