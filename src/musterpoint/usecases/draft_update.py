"""Compose an update to one audience out of facts and words, as often as it takes until it is sent.

A draft may be unfinished: what stands in its way is said, and stops it only from leaving.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from musterpoint.apps.communications.models import Update
from musterpoint.apps.communications.operations import updates
from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import CannotCompose, Piece, PieceKind, compose
from musterpoint.domain.updates.pieces import OPENING, WRONG, fields_of
from musterpoint.usecases import composing
from musterpoint.usecases.composing import NoSuchAudience, WrongState
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import TooLong, begin, fitting

LONGEST_PIECE = 4_000
LONGEST_SUBJECT = 200
MOST_PIECES = 100
MOST_LANGUAGES = 12
LONGEST_TRANSLATION = 20_000
EDITABLE = (Update.State.DRAFTED, Update.State.APPROVAL, Update.State.APPROVED)


class NoSuchFact(Refusal):
    """A piece rests on a fact that is not on the board."""

    def __init__(self, position: int, number: int | None) -> None:
        says = f"There is no fact {number} on the board."
        super().__init__(Problem(field=f"pieces.{position}", says=says))


class UnfitPieces(Refusal):
    """A piece fills a field that the template does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What somebody composed. ``pieces`` are facts and typed words; the rest of a template follows.

    Without ``rule`` it is the row of the plan that speaks to the audience first as things stand,
    and without ``template`` the words that row starts from; an empty template starts from nothing.
    """

    audience: str
    pieces: Sequence[Piece] = ()
    rule: str | None = None
    template: str | None = None
    subject: str = ""
    next_at: datetime | None = None
    is_last: bool = False
    translations: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def draft_update(
    *,
    incident_id: int,
    composed: Composed,
    by: Actor,
    at: datetime,
    number: int | None = None,
    revision: int | None = None,
    seen_version: int | None = None,
) -> int:
    """Keep a new draft, or with ``number`` other words of one, and return its number.

    Other words take back an agreement that was given. Raises NoSuchAudience, NoSuchFact, TooLong,
    UnfitPieces, NoSuchPart, WordsChanged, and WrongState for what was sent or abandoned.
    """
    by.must(Action.UPDATE)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    strategy = composing.strategy_of(record.incident)
    _check(record, composed)
    if number is None:
        record.enter("update_drafted", audience=composed.audience)
        update = updates.add(
            record, **_values(record, strategy, composed), composed_by_id=by.person_id
        )
    else:
        update = composing.find(record, number, revision=revision)
        composing.must_be(update, *EDITABLE, wanted="not sent yet")
        if composed.audience != update.audience:
            raise WrongState("for another audience", "for the same one")
        record.enter("update_reworded", audience=composed.audience)
        reword(record, update, **_values(record, strategy, composed))
    with_hand(record, update, by)
    put(record, update, composed.pieces, composed.translations, strategy)
    record.keep()
    return update.number


def reword(record: Record, update: Update, **values: object) -> None:
    """Set what a new wording sets; whoever agreed to the old words did not agree to these."""
    updates.change(
        record,
        update,
        **values,
        revision=update.revision + 1,
        composed_at=record.at,
        state=Update.State.DRAFTED,
        asked_at=None,
        approved_at=None,
        approved_by=None,
    )


def with_hand(record: Record, update: Update, by: Actor) -> None:
    """Remember who had a hand in the words: none of them can be the second person."""
    if by.person_id is not None and by.person_id not in update.hands:
        updates.change(record, update, hands=[*update.hands, by.person_id])


def put(
    record: Record,
    update: Update,
    chosen: Sequence[Piece],
    translations: Mapping[str, str],
    strategy: Strategy,
) -> tuple[CannotCompose, ...]:
    """Write the whole words made of these pieces; return the fields that are still empty."""
    template = composing.template_of(strategy, update)
    words = template.says if template is not None else ""
    given = composing.given_words(update)
    if WRONG in fields_of(words):
        given.pop(OPENING, None)
    pieces, wrong = compose(words, chosen, next_at=composing.next_in_words(update), given=given)
    unknown = [one for one in wrong if one.field not in fields_of(words)]
    if unknown:
        raise UnfitPieces(*(Problem(field=one.field, says=str(one)) for one in unknown))
    updates.set_words(record, update, pieces, translations)
    return wrong


def _values(record: Record, strategy: Strategy, composed: Composed) -> dict[str, object]:
    audience = composing.audience_of(strategy, composed.audience)
    rule = _rule(record, strategy, composed)
    template = composed.template
    if template is None:
        template = rule.template if rule is not None else ""
    elif template and template not in strategy.templates:
        raise NoSuchAudience("template", template, list(strategy.templates))
    return {
        "audience": audience.code,
        "rule": rule.code if rule is not None else "",
        "template": template,
        "subject": fitting("subject", composed.subject, most=LONGEST_SUBJECT),
        "next_at": None if composed.is_last else composed.next_at,
        "is_last": composed.is_last,
    }


def _rule(record: Record, strategy: Strategy, composed: Composed) -> CommsRule | None:
    if not composed.rule:
        return composing.row_for(record.incident, strategy, composed.audience, at=record.at)
    found = strategy.communications.get(composed.rule)
    if found is None or found.audience != composed.audience:
        of_audience = [
            one.code
            for one in strategy.communications.values()
            if one.audience == composed.audience
        ]
        raise NoSuchAudience("rule", composed.rule, of_audience)
    return found


def _check(record: Record, composed: Composed) -> None:
    """Refuse what does not fit, and facts that are not there."""
    if len(composed.pieces) > MOST_PIECES:
        raise TooLong("pieces", length=len(composed.pieces), most=MOST_PIECES)
    known = {one.number for one in boards.board(record.incident.pk)}
    for position, one in enumerate(composed.pieces):
        fitting(f"pieces.{position}", one.says, most=LONGEST_PIECE)
        if one.kind is PieceKind.TEMPLATE:
            says = "A template's words come from the template."
            raise UnfitPieces(Problem(field=f"pieces.{position}", says=says))
        if one.kind is PieceKind.FACT and one.fact not in known:
            raise NoSuchFact(position, one.fact)
    if len(composed.translations) > MOST_LANGUAGES:
        raise TooLong("translations", length=len(composed.translations), most=MOST_LANGUAGES)
    for tag, says in composed.translations.items():
        fitting("translations", tag, most=20)
        fitting(f"translations.{tag}", says, most=LONGEST_TRANSLATION)
