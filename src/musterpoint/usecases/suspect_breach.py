"""Say that personal data may be out: the duties begin at once, provisionally, and nobody waits.

Whether it is a breach is found out afterwards. A clock that began too early is corrected
or settled; one that began too late cannot be.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import Record, duties
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import OPEN
from musterpoint.usecases.anchor_obligation import anchor_obligation
from musterpoint.usecases.assess_incident import open_roles, rejudge
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.log_incident import impossible_start
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import fitting, tell, words

WHAT = "Say what you saw: which data, and how it may have got out."
LONGEST = 5000
NOT_THEN = "This is in the future, or very long ago. Leave it empty while nobody knows."
FROM_SUSPICION = "Aware when the breach was suspected."


class SuspectedAlready(Conflict):
    """All duties of a suspected breach stand on this incident, and the data is said to be out."""

    def __init__(self) -> None:
        says = "A breach is suspected already. Set when we became aware beside the duty itself."
        super().__init__(Problem(field="reason", says=says))


@transaction.atomic
def suspect_breach(
    *,
    incident_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    aware_at: datetime | None = None,
    how_known: str = "",
    seen_version: int | None = None,
) -> int:
    """Start the duties of a breach of personal data; judge the incident afresh.

    ``aware_at`` is when somebody here was first reasonably sure; the duties count from it if the
    actor may set that, otherwise it stands in the record for whoever may. Raises Refusal without
    words or for an instant to come, SuspectedAlready, and Conflict when the incident is not open.
    """
    by.must(Action.NOTE)
    why = words("reason", reason, says=WHAT, most=LONGEST)
    how = fitting("how_known", how_known, most=LONGEST)
    if aware_at is not None and impossible_start(aware_at, at=at):
        raise Refusal(Problem(field="aware_at", says=NOT_THEN))
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    if record.incident.status not in OPEN:
        raise Conflict(Problem(field="status", says="Duties begin on an open incident."))
    strategy = policies.get(record.incident.strategy_id).strategy
    begun = _begin(record, strategy, why=why, aware_at=aware_at)
    _tell_owners(record, strategy, begun, why=why, by=by)
    record.keep()
    if aware_at is not None and may(by.roles, Action.SETTLE):
        for code in begun:
            _count_from(incident_id, code, aware_at, how or FROM_SUSPICION, by=by, at=at)
    return incident_id


def _begin(record: Record, strategy: Strategy, *, why: str, aware_at: datetime | None) -> list[str]:
    """Note the suspicion, begin its duties and judge afresh; return the duties with a clock."""
    was_known = record.incident.personal_data is True
    record.enter("breach_suspected", reason=why, aware_at=aware_at)
    record.set(personal_data=True)
    added = duties.suspect(record, strategy)
    if was_known and not added:
        raise SuspectedAlready
    open_roles(record, strategy)
    if not was_known:
        rejudge(record, reason=why)
    return [one.code for one in added if one.due_at is not None]


def _count_from(
    incident_id: int, code: str, aware_at: datetime, how: str, *, by: Actor, at: datetime
) -> None:
    anchor_obligation(
        incident_id=incident_id, code=code, anchor_at=aware_at, reason=how, by=by, at=at
    )


def _tell_owners(
    record: Record, strategy: Strategy, codes: list[str], *, why: str, by: Actor
) -> None:
    """Tell whoever answers for the duties that began, in the product."""
    roles = {strategy.obligations[code].owner for code in codes} - {""}
    holders = organisation.holders_of(roles | {"incident_manager"})
    people = [person.pk for held in holders.values() for person in held]
    subject = "A breach of personal data is suspected"
    tell(record, people, purpose="breach", subject=subject, body=why, but=[by.person_id])
