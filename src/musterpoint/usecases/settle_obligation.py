"""Settle what an incident owes a regulator, a client or a person; or say that it still owes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import Record, clocks, duties, parts
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import obligations as rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.clocks import EventKind
from musterpoint.usecases.in_turn import take_turn
from musterpoint.usecases.judge_by_time import judge_by_time
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, refusing
from musterpoint.usecases.working import begin, require_worked, words

STATES = ("open", "done", "not_applicable")


class AlreadySo(Conflict):
    """The obligation already stands like this."""

    def __init__(self, code: str, state: str) -> None:
        says = f"The obligation {code} is already {state.replace('_', ' ')}."
        super().__init__(Problem(field="state", says=says))


@transaction.atomic
def settle_obligation(
    *,
    incident_id: int,
    code: str,
    state: str,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Set an obligation to done, not applicable, or open again; each needs its reason.

    A contract's clock is settled by its kind; it is met, or cancelled. Raises Refusal for an
    unknown state or no reason, NoSuchPart, and AlreadySo.
    """
    by.must(Action.SETTLE)
    if state not in STATES:
        raise Refusal(Problem(field="state", says="Say whether it is done or does not apply."))
    says = "Say what was done, or why it does not apply."
    why = words("reason", reason, says=says, most=5000)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    strategy = policies.get(record.incident.strategy_id).strategy
    kind = "obligation_reopened" if state == "open" else "obligation_settled"
    if rules.is_promise(code):
        _settle_clock(record, code, state, kind=kind, why=why)
    else:
        _settle_duty(record, code, state, kind=kind, why=why, by=by)
    duties.watch(record, strategy)
    judge_by_time(record, strategy, reason=why)
    record.keep()
    return incident_id


def _settle_duty(record: Record, code: str, state: str, *, kind: str, why: str, by: Actor) -> None:
    obligation = duties.find(record, code)
    if obligation.state == state:
        raise AlreadySo(code, state)
    is_open = state == "open"
    record.enter(kind, reason=why)
    parts.change(
        record,
        obligation,
        state=state,
        reason=why,
        settled_at=None if is_open else record.at,
        settled_by=None if is_open else by.person_id,
    )


def _settle_clock(record: Record, code: str, state: str, *, kind: str, why: str) -> None:
    """Meet, cancel or reopen a contract's clock by hand, whatever else would have met it."""
    take_turn(record)
    clock = None if code == rules.RTO else clocks.present(record, code)
    if clock is None:
        raise parts.NoSuchPart(f"obligation '{code}'")
    event = _EVENTS[state]
    if (clock.state in clocks.STOPPED) is (state != "open"):
        raise AlreadySo(code, state)
    record.enter(kind, reason=why)
    with refusing():
        clocks.happen(record, clock, event, reason=why)


_EVENTS = {
    "open": EventKind.REOPENED,
    "done": EventKind.MET,
    "not_applicable": EventKind.CANCELLED,
}
