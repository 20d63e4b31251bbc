"""Verify a fact, for the first time or again: who checked it, how, and until when that is good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.operations import briefings, facts
from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.policies import queries as policies
from musterpoint.domain import facts as rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.facts import FactState
from musterpoint.usecases.check_facts import arm_next_check
from musterpoint.usecases.refusals import refusing
from musterpoint.usecases.working import begin, person_of, require_worked, words

LONGEST_HOW = 300
HOW = "Say how it was checked: whom you asked, what you looked at."


@transaction.atomic
def verify_fact(
    *,
    incident_id: int,
    number: int,
    how: str,
    by: Actor,
    at: datetime,
    good_until: datetime | None = None,
    seen_version: int | None = None,
) -> int:
    """Verify a fact of the board and return its number. Only a person can, and says how.

    Without ``good_until`` it is good for as long as the strategy says.

    Raises OnlyAPerson, IncidentIsOver, NoSuchPart, Refusal without words, and Conflict for what was
    withdrawn, what a verified fact contradicts, or a time that is over.
    """
    by.must(Action.VERIFY_FACT)
    person = person_of(by)
    text = words("how", how, says=HOW, most=LONGEST_HOW)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    row = facts.find(record, number)
    board = {fact.number: fact for fact in boards.board(incident_id)}
    good_for = policies.get(record.incident.strategy_id).strategy.facts_good_for
    with refusing():
        verified = rules.verify(
            board[number], board, at=at, good_for=good_for, good_until=good_until
        )
    is_again = row.state == FactState.VERIFIED
    record.enter("fact_checked" if is_again else "fact_verified", says=row.says, how=text)
    facts.change(
        record,
        row,
        state=verified.state,
        verified_at=verified.verified_at,
        verified_by=person,
        verified_how=text,
        good_until=verified.good_until,
    )
    arm_next_check(record)
    briefings.tell_cards(record, [row.pk])
    record.keep()
    return number
