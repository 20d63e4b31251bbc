"""Declare a major incident against written criteria, and stand it down. No rule does it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents.operations import Record, clocks, parts
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import major as major_rules
from musterpoint.domain import roles as role_rules
from musterpoint.domain.authority import Action, Actor, NotAllowed
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import OPEN, Status
from musterpoint.usecases.assess_incident import open_roles
from musterpoint.usecases.audience_clocks import arm_audiences
from musterpoint.usecases.briefings_follow import show_again
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.judgement import arm_reassessment
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import require_worked, tell, words


class MayNotDeclare(NotAllowed):
    """The strategy gives this person no authority over major incidents."""

    def __init__(self, says: str) -> None:
        super().__init__(Action.DECLARE_MAJOR)
        self.args = (says,)


class AlreadyMajor(Conflict):
    """It is being worked as a major incident already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="major", says="This is already a major incident."))


class NotMajor(Conflict):
    """There is no major incident to stand down."""

    def __init__(self) -> None:
        super().__init__(Problem(field="major", says="This is not a major incident now."))


class OnlyAnOpenOne(Conflict):
    """A major incident is declared while it can still be worked."""

    def __init__(self, status: str) -> None:
        says = f"This incident is {status}; only an open one can be declared major."
        super().__init__(Problem(field="status", says=says))


class NotYetStable(Conflict):
    """Conditions for standing down that nobody has confirmed."""

    def __init__(self, refused: major_rules.StandDownRefused) -> None:
        super().__init__(
            *(
                Problem(field=f"confirmed.{one.code}", says=f"Not yet confirmed: {one.says}")
                for one in refused.missing
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """The incident, and the roles that one person holds and that must now be two people's."""

    incident_id: int
    to_split: tuple[str, ...]


@transaction.atomic
def declare_major(
    *,
    incident_id: int,
    criteria: Collection[str],
    by: Actor,
    at: datetime,
    reason: str = "",
    seen_version: int | None = None,
) -> Declared:
    """Declare it: the pace of major incidents holds, its roles open, its path begins anew.

    Raises NotAllowed or MayNotDeclare, Refusal without a known criterion, AlreadyMajor and
    OnlyAnOpenOne.
    """
    by.must(Action.DECLARE_MAJOR)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    incident = record.incident
    if incident.status not in OPEN:
        raise OnlyAnOpenOne(Status(incident.status).says)
    if incident.is_major:
        raise AlreadyMajor
    strategy = policies.get(incident.strategy_id).strategy
    holds = _holds(record, by, strategy)
    try:
        decision = major_rules.declare(
            strategy, criteria=criteria, account_roles=by.roles, holds=holds
        )
    except major_rules.MayNotDeclare as refusal:
        raise MayNotDeclare(str(refusal)) from refusal
    except (major_rules.CriterionNeeded, major_rules.UnknownCriterion) as refusal:
        raise Refusal(Problem(field="criteria", says=str(refusal))) from refusal
    to_split = _to_split(record, strategy)
    record.enter(
        "major_declared", reason=reason.strip(), because=decision.because, to_split=list(to_split)
    )
    record.set(
        declared_at=record.at,
        declared_by=by.person_id,
        declared_criteria=list(decision.value),
        stood_down_at=None,
    )
    _quicken(record, strategy)
    _tell_who_must_split(record, strategy, to_split)
    show_again(record)
    record.keep()
    return Declared(incident_id=incident_id, to_split=to_split)


@transaction.atomic
def stand_down(
    *,
    incident_id: int,
    reason: str,
    confirmed: Collection[str],
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Stand a major incident down once every written condition is confirmed.

    Raises NotAllowed or MayNotDeclare, Refusal without a reason or for an unknown condition,
    NotMajor, and NotYetStable with one problem for each condition that is missing.
    """
    by.must(Action.DECLARE_MAJOR)
    why = words("reason", reason, says="Say why it can be stood down.", most=5000)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    incident = record.incident
    if not incident.is_major:
        raise NotMajor
    strategy = policies.get(incident.strategy_id).strategy
    holds = _holds(record, by, strategy)
    try:
        decision = major_rules.stand_down(
            strategy, confirmed=confirmed, account_roles=by.roles, holds=holds
        )
    except major_rules.MayNotDeclare as refusal:
        raise MayNotDeclare(str(refusal)) from refusal
    except major_rules.UnknownCriterion as refusal:
        raise Refusal(Problem(field="confirmed", says=str(refusal))) from refusal
    except major_rules.StandDownRefused as refusal:
        raise NotYetStable(refusal) from refusal
    record.enter("stood_down", reason=why, because=decision.because)
    record.set(stood_down_at=record.at)
    if incident.status in OPEN:
        clocks.retarget(record, targets_of=incident.priority, reason="stood down")
        arm_reassessment(record, strategy)
        arm_audiences(record, strategy)
    show_again(record)
    record.keep()
    return incident_id


def _quicken(record: Record, strategy: Strategy) -> None:
    pace = strategy.major.targets_of
    clocks.retarget(record, targets_of=pace, reason="declared major")
    open_roles(record, strategy)
    escalation.rejoin(record, strategy=strategy, priority=pace, at=record.at)
    arm_reassessment(record, strategy)
    arm_audiences(record, strategy)


def _holds(record: Record, by: Actor, strategy: Strategy) -> Collection[str]:
    # The product itself acts for somebody who was asked elsewhere: a drill or an import.
    return strategy.major.declared_by if by.is_system else parts.held_by(record, by.person_id)


def _to_split(record: Record, strategy: Strategy) -> tuple[str, ...]:
    """Return the roles whose holder also holds one that must be somebody else's from now on."""
    held: dict[int, list[str]] = {}
    split = []
    for code, row in parts.roles_of(record).items():
        if row.person_id is None or row.closed_at is not None or code not in strategy.roles:
            continue
        others = held.setdefault(row.person_id, [])
        if role_rules.clashing(strategy, role=code, holds=others) is not None:
            split.append(code)
        others.append(code)
    return tuple(split)


def _tell_who_must_split(record: Record, strategy: Strategy, codes: tuple[str, ...]) -> None:
    rows = parts.roles_of(record)
    for code in codes:
        person = rows[code].person_id
        if person is not None:
            tell(
                record,
                [person],
                purpose=f"split:{code}",
                subject=f"hand over {strategy.roles[code].name}",
                body="This is a major incident now, and you hold two roles that must be apart.",
            )
