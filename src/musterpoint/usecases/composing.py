"""What the use cases of updates share: the draft as rules see it, who approves, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from musterpoint.apps.communications.models import Update
from musterpoint.apps.communications.operations import updates as written
from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.notifications import wording
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.personal_data import LABELS, TOKEN, Kind, spans
from musterpoint.domain.policy.communications import (
    Audience,
    CommsRule,
    SecondPerson,
    Template,
)
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import Draft, Found, Objection, Piece, may_leave, rows_for
from musterpoint.domain.updates.cadence import leading
from musterpoint.domain.updates.pieces import OPENING, WRONG, text_of
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

CONTACTS = frozenset({Kind.PHONE_NUMBER, Kind.EMAIL_ADDRESS, Kind.ADDRESS, Kind.POSTCODE})
_STRICTER = (SecondPerson.NEVER, SecondPerson.OUTSIDE, SecondPerson.ALWAYS)
NOTHING_NEW = "There is nothing new to tell since our last update."


class CannotLeave(Refusal):
    """Something stands in the way of these words; each problem names its piece or its field."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(*(Problem(field=place_of(one), says=one.says) for one in objections))


class WrongState(Conflict):
    """The update is not where this would make sense."""

    def __init__(self, state: str, wanted: str) -> None:
        says = f"This update is {state.replace('_', ' ')}; this needs one that is {wanted}."
        super().__init__(Problem(field="state", says=says))


class WordsChanged(Conflict):
    """Somebody changed the words after they were read."""

    def __init__(self) -> None:
        says = "Somebody changed these words meanwhile. Read them again."
        super().__init__(Problem(field="revision", says=says))


class NoSuchAudience(Refusal):
    """The strategy of this incident knows no such audience, row or template."""

    def __init__(self, field: str, code: str, known: Sequence[str]) -> None:
        says = f"There is no {field} “{code}” in this strategy. It has: {', '.join(known)}."
        super().__init__(Problem(field=field, says=says))


def place_of(one: Objection) -> str:
    """Return the field of a form that an objection is about."""
    return f"pieces.{one.piece}" if one.piece is not None else one.field or "pieces"


def strategy_of(incident: Incident) -> Strategy:
    return policies.get(incident.strategy_id).strategy


def audience_of(strategy: Strategy, code: str) -> Audience:
    """Return the audience, or raise NoSuchAudience."""
    found = strategy.audiences.get(code)
    if found is None:
        raise NoSuchAudience("audience", code, list(strategy.audiences))
    return found


def row_for(
    incident: Incident, strategy: Strategy, audience: str, *, at: datetime
) -> CommsRule | None:
    """Return the row of the plan that speaks to this audience first as things stand."""
    stage = queries.stages(incident, strategy, at=at)[-1]
    return leading(rows_for(strategy, stage, audience))


def binding_rule(update: Update, strategy: Strategy, *, at: datetime) -> CommsRule | None:
    """Return the row that an update was composed for, as strict as the one in force by now.

    The incident may have grown since, or somebody chose a row that does not hold.
    """
    chosen = strategy.communications.get(update.rule)
    present = row_for(update.incident, strategy, update.audience, at=at)
    if chosen is None or present is None or chosen == present:
        return chosen or present
    second = max(chosen.second_person, present.second_person, key=_STRICTER.index)
    rounds = [one.every for one in (chosen, present) if one.every is not None]
    return replace(
        chosen,
        forbids=chosen.forbids | present.forbids,
        second_person=second,
        every=min(rounds, default=None),
    )


def next_in_words(update: Update) -> str:
    """Return the time of the next update as its words give it; of one day only the hour."""
    if update.next_at is None:
        return ""
    zone = organisation.centre().zone
    return wording.clock_time(update.next_at, now=update.composed_at, zone=zone)


def given_words(update: Update) -> dict[str, str]:
    """Return the words of an update that are the product's own, by the field they fill."""
    if update.nothing_new:
        return {OPENING: NOTHING_NEW}
    if update.corrects is None:
        return {}
    quote = wrong_words(update.corrects)
    return {
        WRONG: quote,
        OPENING: f"Correction. We told you: “{quote}” That was wrong.",
    }


def wrong_words(update: Update) -> str:
    """Return what was wrong in an update: its pieces that rest on a withdrawn fact, else all."""
    board = {one.number: one for one in boards.board(update.incident_id)}
    pieces = written.pieces_of(update)
    wrong = [
        one.says
        for one in pieces
        if one.fact is not None and one.fact in board and not board[one.fact].is_standing
    ]
    return " ".join(dict.fromkeys(wrong)) or text_of(pieces)


def template_of(strategy: Strategy, update: Update) -> Template | None:
    return strategy.templates.get(update.template)


def as_draft(update: Update, strategy: Strategy, pieces: Sequence[Piece], *, at: datetime) -> Draft:
    """Return the update as rules see it at ``at``."""
    template = template_of(strategy, update)
    given = given_words(update)
    if template is not None and f"{{{WRONG}}}" in template.says:
        given.pop(OPENING, None)
    return Draft(
        pieces=pieces,
        audience=audience_of(strategy, update.audience),
        rule=binding_rule(update, strategy, at=at),
        template=template,
        next_at=update.next_at,
        next_says=next_in_words(update),
        is_final=update.is_last,
        subject=update.subject,
        translations=written.translations_of(update),
        given=given,
    )


def objections(update: Update, *, at: datetime) -> tuple[Objection, ...]:
    """Return everything that stands in the way of an update at ``at``."""
    strategy = strategy_of(update.incident)
    draft = as_draft(update, strategy, written.pieces_of(update), at=at)
    board = {one.number: one for one in boards.board(update.incident_id)}
    return may_leave(draft, facts=board, at=at, personal=personal_data)


def must_be_fit(update: Update, *, at: datetime) -> None:
    """Raise CannotLeave with everything that stands in the way."""
    found = objections(update, at=at)
    if found:
        raise CannotLeave(found)


def personal_data(says: str) -> tuple[Found, ...]:
    """Return the personal data in a text, as the gate asks for it; the vault's tokens as well."""
    tokens = (
        Found(start=one.start(), end=one.end(), label="kept in the vault")
        for one in TOKEN.finditer(says)
    )
    found = (
        Found(
            start=one.start,
            end=one.end,
            label=LABELS[one.kind],
            contact=one.kind in CONTACTS,
            name=one.kind is Kind.NAME,
        )
        for one in spans(says)
    )
    return (*tokens, *found)


def find(record: Record, number: int, *, revision: int | None = None) -> Update:
    """Return an update of the record's incident; raise NoSuchPart or WordsChanged."""
    update = written.find(record, number)
    update.incident = record.incident
    if revision is not None and revision != update.revision:
        raise WordsChanged
    return update


def must_be(update: Update, *states: str, wanted: str) -> None:
    """Raise WrongState unless the update is in one of these."""
    if update.state not in states:
        raise WrongState(update.state, wanted)
