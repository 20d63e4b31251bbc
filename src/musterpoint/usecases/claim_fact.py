"""Put a statement on an incident's board of facts, as a claim with its source."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.operations import facts
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.facts import About
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import begin, fitting, require_worked, words

LONGEST_FACT = 1_000
LONGEST_SOURCE = 200
LONGEST_OWNER = 120


class UnknownSubject(Refusal):
    """A fact speaks of one of the subjects that are known."""

    def __init__(self) -> None:
        says = "Say what it is about: " + ", ".join(one.replace("_", " ") for one in About) + "."
        super().__init__(Problem(field="about", says=says))


@transaction.atomic
def claim_fact(
    *,
    incident_id: int,
    says: str,
    about: str,
    source: str,
    by: Actor,
    at: datetime,
    estimate_of: str = "",
    seen_version: int | None = None,
) -> int:
    """Put the claim on the board and return its number.

    ``estimate_of`` names whose estimate it is, for good. Raises IncidentIsOver, UnknownSubject, and
    Refusal without a statement or a source.
    """
    by.must(Action.CLAIM_FACT)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    require_worked(record)
    number = put_on_board(
        record, says=says, about=about, source=source, estimate_of=estimate_of, by=by
    )
    record.keep()
    return number


def put_on_board(
    record: Record, *, says: str, about: str, source: str, estimate_of: str, by: Actor
) -> int:
    """Enter one claim into the record of its incident and return its number."""
    text = words("says", says, says="Say what is claimed.", most=LONGEST_FACT)
    known_from = words(
        "source", source, says="Say who or what it is known from.", most=LONGEST_SOURCE
    )
    owner = fitting("estimate_of", estimate_of, most=LONGEST_OWNER)
    if about not in set(About):
        raise UnknownSubject
    record.enter("fact_claimed", says=text)
    return facts.add(
        record,
        says=text,
        about=About(about),
        source=known_from,
        estimate_of=owner,
        claimed_by=by.person_id,
    ).number
