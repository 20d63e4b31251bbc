"""Confirm a duty of the strategy in force: its owner says that it is right, and how so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.agreement_record import Record
from musterpoint.apps.policies.models import DutyConfirmation
from musterpoint.apps.rotas.answering import answering
from musterpoint.domain.authority import Action, Actor, NotAllowed, Role, may
from musterpoint.usecases.look_after_versions import Superseded
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import person_of, words

LONGEST_NOTE = 2000


class NoSuchDuty(Refusal):
    """The strategy has no duty of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(Problem(field="code", says=f"The strategy has no duty {code!r}."))


@transaction.atomic
def confirm_duty(*, number: int, code: str, note: str, by: Actor, at: datetime) -> None:
    """Keep that a duty is right as version ``number`` has it, and how that is known.

    The role that owns the duty may, and whoever writes the strategy. Raises NotAllowed,
    OnlyAPerson, NoSuchDuty, Superseded, and Refusal without words.
    """
    person_id = person_of(by)
    version = policies.in_force(at=at)
    duty = version.strategy.obligations.get(code)
    if not may_confirm(by, owner=duty.owner if duty else "", at=at):
        raise NotAllowed(Action.DRAFT_POLICY)
    if version.number != number:
        raise Superseded(number)
    if duty is None:
        raise NoSuchDuty(code)
    how = words("note", note, says="Say what you read, or whom you asked.", most=LONGEST_NOTE)
    policies.lock(version.id)
    record = Record(f"policy:{number}", actor=by.key, at=at)
    record.add(
        DutyConfirmation(version_id=version.id, code=code, person_id=person_id, at=at, note=how)
    )
    record.enter("duty_confirmed")


def may_confirm(by: Actor, *, owner: str, at: datetime) -> bool:
    """Return whether this person writes strategies, or answers for the role that owns the duty."""
    return may(by.roles, Action.DRAFT_POLICY) or owner in owned_by(by, among=[owner], at=at)


def owned_by(by: Actor, *, among: Collection[str], at: datetime) -> frozenset[str]:
    """Return those of these roles that this person answers for now; an auditor for none."""
    if by.person_id is None or Role.AUDITOR in by.roles:
        return frozenset()
    found = answering([role for role in among if role], at=at)
    return frozenset(
        role for role, people in found.items() if any(one.pk == by.person_id for one in people)
    )
