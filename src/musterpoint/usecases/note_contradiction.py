"""Say that two facts of an incident cannot both be true, or why they can."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Fact
from musterpoint.apps.communications.operations import facts
from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain import facts as rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import refusing
from musterpoint.usecases.working import begin, require_worked, words

LONGEST_WHY = 300


@transaction.atomic
def note_contradiction(
    *,
    incident_id: int,
    number: int,
    other: int,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Note that two standing facts contradict each other, and return the first one's number.

    Raises IncidentIsOver, NoSuchPart, and Conflict for one fact twice, a withdrawn one, or what is
    noted already.
    """
    by.must(Action.CLAIM_FACT)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    pair = _pair(record, number, other)
    board = {fact.number: fact for fact in boards.board(incident_id)}
    with refusing():
        rules.contradict(board[number], board[other])
    record.enter("facts_contradict", says=_both(pair))
    facts.note_contradiction(record, *pair, noted_by=by.person_id)
    record.keep()
    return number


@transaction.atomic
def settle_contradiction(
    *,
    incident_id: int,
    number: int,
    other: int,
    why: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Say why both of two facts hold, whether or not somebody noted that they contradict.

    Raises IncidentIsOver, NoSuchPart, Refusal without a reason, and Conflict for one fact twice or
    a withdrawn one.
    """
    by.must(Action.VERIFY_FACT)
    text = words("why", why, says="Say why both hold.", most=LONGEST_WHY)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    pair = _pair(record, number, other)
    with refusing():
        rules.contradict(boards.as_value(pair[0]), boards.as_value(pair[1]))
    record.enter("contradiction_settled", says=_both(pair), reason=text)
    facts.note_contradiction(
        record, *pair, noted_by=by.person_id, settled_at=record.at, settled_why=text
    )
    record.keep()
    return number


def _pair(record: Record, number: int, other: int) -> tuple[Fact, Fact]:
    return facts.find(record, number), facts.find(record, other)


def _both(pair: tuple[Fact, Fact]) -> str:
    return " / ".join(f"{fact.number}: {fact.says}" for fact in pair)
