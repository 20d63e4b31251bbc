"""Settle what an incident owes a regulator, a client or a person; or say that it still owes it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import parts
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
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

    Raises Refusal for an unknown state or no reason, NoSuchPart, and AlreadySo.
    """
    by.must(Action.SETTLE)
    if state not in STATES:
        raise Refusal(Problem(field="state", says="Say whether it is done or does not apply."))
    says = "Say what was done, or why it does not apply."
    why = words("reason", reason, says=says, most=5000)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    obligation = parts.obligation_of(record, code)
    if obligation.state == state:
        raise AlreadySo(code, state)
    is_open = state == "open"
    record.enter("obligation_reopened" if is_open else "obligation_settled", reason=why)
    parts.change(
        record,
        obligation,
        state=state,
        reason=why,
        settled_at=None if is_open else at,
        settled_by=None if is_open else by.person_id,
    )
    record.keep()
    return incident_id
