"""Withdraw a fact that does not hold, perhaps for another; what was said with it is now wrong.

Every update sent with it is marked as wrong and its correction begun, also after the incident was
closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.operations import facts
from musterpoint.apps.communications.queries.facts import as_value
from musterpoint.domain import facts as rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.check_facts import arm_next_check
from musterpoint.usecases.claim_fact import put_on_board
from musterpoint.usecases.correct_update import start_correction
from musterpoint.usecases.outdate_briefings import outdate_briefings
from musterpoint.usecases.refusals import refusing
from musterpoint.usecases.working import begin, words

LONGEST_WHY = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """What is claimed in place of the fact that is withdrawn; it speaks of the same subject."""

    says: str
    source: str
    estimate_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """What followed: the updates that are wrong now, by id, and the new claim, by number."""

    wrong: tuple[int, ...]
    instead: int | None


@transaction.atomic
def withdraw_fact(
    *,
    incident_id: int,
    number: int,
    why: str,
    by: Actor,
    at: datetime,
    instead: Instead | None = None,
    seen_version: int | None = None,
) -> Withdrawn:
    """Withdraw a fact for good, with the reason.

    Raises NoSuchPart, Refusal without a reason, and Conflict for what was withdrawn already.
    """
    by.must(Action.VERIFY_FACT)
    text = words("why", why, says="Say why it does not hold.", most=LONGEST_WHY)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    row = facts.find(record, number)
    with refusing():
        rules.withdraw(as_value(row))
    claimed = None
    if instead is not None:
        new = put_on_board(
            record,
            says=instead.says,
            about=row.about,
            source=instead.source,
            estimate_of=instead.estimate_of,
            by=by,
        )
        claimed = facts.find(record, new)
    record.enter("fact_withdrawn", says=row.says, reason=text)
    facts.change(
        record,
        row,
        state=rules.FactState.WITHDRAWN,
        withdrawn_at=at,
        withdrawn_by=by.person_id,
        withdrawn_why=text,
        replaced_by=None if claimed is None else claimed.pk,
    )
    wrong = facts.mark_wrong(record, row)
    outdate_briefings(record, fact=number, says=row.says)
    for update_id in wrong:
        start_correction(record, update_id, why=text, by=by, at=at)
    arm_next_check(record)
    record.keep()
    return Withdrawn(wrong=tuple(wrong), instead=None if claimed is None else claimed.number)
