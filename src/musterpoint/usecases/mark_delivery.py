"""Say what became of a delivery that somebody makes by hand: read out, posted, rung, or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Delivery
from musterpoint.apps.communications.operations import updates
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin, fitting, person_of

LONGEST_SAYS = 300


class GoesByItself(Conflict):
    """The outbox carries this one and says itself what became of it."""

    def __init__(self) -> None:
        says = "This goes out by itself; what became of it comes back by itself."
        super().__init__(Problem(field="delivery", says=says))


class SaysWhyNot(Refusal):
    """Whoever could not be reached, somebody has to know why."""

    def __init__(self) -> None:
        super().__init__(Problem(field="says", says="Say why it did not reach them."))


@transaction.atomic
def mark_delivery(
    *,
    incident_id: int,
    delivery_id: int,
    reached: bool,
    by: Actor,
    at: datetime,
    says: str = "",
    seen_version: int | None = None,
) -> int:
    """Say that it is done, or why it could not be; return the number of its update.

    A failed message of the outbox may be made good by hand as well. Raises OnlyAPerson, NoSuchPart,
    GoesByItself, SaysWhyNot.
    """
    by.must(Action.WORK)
    person = person_of(by)
    text = fitting("says", says, most=LONGEST_SAYS)
    if not reached and not text:
        raise SaysWhyNot
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    row = updates.delivery(record, delivery_id)
    if not row.by_hand and (row.state != Delivery.State.FAILED or not reached):
        raise GoesByItself
    record.enter(
        "delivery_marked",
        number=row.update.number,
        audience=row.update.audience,
        channel=row.channel,
    )
    if not row.by_hand:
        updates.take_over(record, row)
    updates.change_delivery(
        record,
        row,
        state=Delivery.State.REACHED if reached else Delivery.State.FAILED,
        reached_at=record.at if reached else None,
        done_by=person,
        says=text,
    )
    record.keep()
    return row.update.number
