"""Set the instant that a duty's clock counts from: who was aware when, and how that is known.

The instant and whoever set it are evidence. A clock that was running provisionally runs for good.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import Record, clocks, duties, parts, promises
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import obligations as rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.document import Strategy
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.judge_by_time import judge_by_time
from musterpoint.usecases.log_incident import impossible_start
from musterpoint.usecases.refusals import Conflict, Problem, refuse_if, refusing
from musterpoint.usecases.working import require_worked, words


class NotRunning(Conflict):
    """The duty is settled, so there is no clock to move."""

    def __init__(self, code: str) -> None:
        says = f"The obligation {code} is settled. Open it again first."
        super().__init__(Problem(field="state", says=says))


class NoClock(Conflict):
    """A standing duty has no time allowed, so nothing counts from anywhere."""

    def __init__(self, code: str) -> None:
        says = f"The obligation {code} has no clock."
        super().__init__(Problem(field="anchor_at", says=says))


class NotOursThen(Conflict):
    """By the law of that day the duty is not ours; that is for a person to say, with a reason."""

    def __init__(self, code: str, why: str) -> None:
        says = f"On that day {code} does not hold. {why} Settle it as not applicable instead."
        super().__init__(Problem(field="anchor_at", says=says))


@transaction.atomic
def anchor_obligation(
    *,
    incident_id: int,
    code: str,
    anchor_at: datetime,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Let the duty (or a contract's clock, by its kind) count from ``anchor_at``.

    Another version of the law takes its place where the day asks for it. Raises Refusal for an
    impossible instant or no reason, NoSuchPart, NotRunning, NoClock, NotOursThen, IncidentIsOver.
    """
    by.must(Action.SETTLE)
    why = words("reason", reason, says="Say how this instant is known.", most=5000)
    impossible = impossible_start(anchor_at, at=at)
    refuse_if([Problem(field="anchor_at", says=one.says) for one in impossible])
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    strategy = policies.get(record.incident.strategy_id).strategy
    record.enter("duty_anchored", reason=why)
    if rules.is_promise(code):
        _move_clock(record, code, anchor_at, why=why)
    else:
        _move_duty(record, strategy, code, anchor_at, why=why, by=by)
    duties.watch(record, strategy)
    judge_by_time(record, strategy, reason=why)
    record.keep()
    return incident_id


def _move_clock(record: Record, kind: str, anchor_at: datetime, *, why: str) -> None:
    clock = clocks.present(record, kind)
    if clock is None or kind == rules.RTO:  # an RTO counts from when the incident began
        raise parts.NoSuchPart(f"obligation '{kind}'")
    if clock.state in clocks.STOPPED:
        raise NotRunning(kind)
    with refusing():
        clocks.correct_one(record, clock, began_at=anchor_at, reason=f"{promises.SET_BY_HAND}{why}")


def _move_duty(
    record: Record, strategy: Strategy, code: str, anchor_at: datetime, *, why: str, by: Actor
) -> None:
    row = duties.find(record, code)
    if row.state != duties.OPEN:
        raise NotRunning(code)
    rule = strategy.obligations.get(code)
    if rule is None or rules.anchored(strategy, rule, anchor_at) is None:
        raise NoClock(code)
    then = _version_of(strategy, code, anchor_at)
    told = row.marked or 0
    if then != code:
        row = duties.stand_in(record, strategy, row, then, anchor_at)
    moved = duties.counted(row, strategy, anchor=anchor_at)
    parts.change(
        record,
        row,
        **moved,
        anchor_reason=why,
        anchor_set_at=record.at,
        anchor_set_by=by.person_id,
    )
    # What was told of a later mark is told again once the new time reaches it.
    reached = min(told, duties.reached(row, strategy, at=record.at))
    parts.change(record, row, marked=reached or None)


def _version_of(strategy: Strategy, code: str, anchor_at: datetime) -> str:
    """Return the version of the duty that is law on the day of the anchor, or raise NotOursThen."""
    on = rules.day_of(strategy, anchor_at)
    (rule,) = rules.of_codes(strategy, [code], on=on)
    decision = rules.applies(rule, we_are=strategy.we_are, on=on)
    if not decision.value:
        raise NotOursThen(code, decision.because[0].says)
    return rule.code
