"""Whether the words of an update may leave: every objection, each with the piece it is about.

Nothing made of what nobody verified gets out, whichever way it is composed. An update without an
objection may be sent; who has to agree before is decided in ``agreeing``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from musterpoint.domain.facts import Fact, FactState
from musterpoint.domain.policy.communications import (
    Audience,
    CommsRule,
    Forbidden,
    Template,
)
from musterpoint.domain.updates import wording
from musterpoint.domain.updates.cadence import latest_next
from musterpoint.domain.updates.claims import claims, figures, runs
from musterpoint.domain.updates.estimates import is_worded_as_estimate, names_owner
from musterpoint.domain.updates.objections import Objection, Why
from musterpoint.domain.updates.pieces import (
    ENDING,
    NEXT,
    Piece,
    PieceKind,
    fields_of,
    template_words,
    text_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Personal data in a text. A way to ``contact`` somebody may be our own, and stand in a fact.

    A ``name`` is an objection only where the plan forbids names.
    """

    start: int
    end: int
    label: str
    contact: bool = False
    name: bool = False


Finder = Callable[[str], Sequence[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An update as it would leave. ``next_says`` is the time of the next as it is to be read.

    ``subject`` goes where the words go, as the subject of a mail and the title of a notice.
    ``translations`` are the whole words in other languages, by tag. ``is_final`` is the last word
    to its audience: it promises none after it. ``given`` are the product's own words by field.
    """

    pieces: Sequence[Piece]
    audience: Audience
    rule: CommsRule | None = None
    template: Template | None = None
    next_at: datetime | None = None
    next_says: str = ""
    is_final: bool = False
    subject: str = ""
    translations: Mapping[str, str] | None = None
    given: Mapping[str, str] | None = None


def may_leave(
    draft: Draft, *, facts: Mapping[int, Fact], at: datetime, personal: Finder
) -> tuple[Objection, ...]:
    """Return everything that stands in the way of these words at ``at``; nothing when they may."""
    found: list[Objection] = []
    if not text_of(draft.pieces):
        found.append(Objection(why=Why.EMPTY, says="There is nothing to say yet."))
    found += _fields(draft)
    found += _template(draft)
    for position, piece in enumerate(draft.pieces):
        if piece.kind is PieceKind.FACT:
            found += _of_fact(draft, position, piece, facts, at=at)
        elif piece.kind is PieceKind.WORDS and draft.audience.outside:
            found += _of_words(draft, position, piece, facts)
        found += wording.forbidden(draft.rule, piece, position=position, is_final=draft.is_final)
        found += _personal(draft, position, piece, personal)
    found += _subject(draft, facts, personal)
    found += _next(draft, at=at)
    found += _translated(draft, personal)
    return tuple(found)


def _fields(draft: Draft) -> Iterator[Objection]:
    """Hold that no merge field of the template is empty."""
    if draft.template is None:
        return
    filled = {one.field for one in draft.pieces if one.says.strip()}
    for name in fields_of(draft.template.says):
        if name not in filled:
            says = f"Fill in “{name.replace('_', ' ')}”."
            yield Objection(why=Why.EMPTY_FIELD, says=says, field=name)


def _template(draft: Draft) -> Iterator[Objection]:
    """Hold that a template's words are its own: nothing typed passes for them."""
    own = template_words(draft.template.says) if draft.template is not None else frozenset()
    for position, piece in enumerate(draft.pieces):
        if piece.kind is not PieceKind.TEMPLATE:
            continue
        given = {**_times(draft.next_says), **(draft.given or {})}
        fits = given.get(piece.field) == piece.says if piece.field else piece.says in own
        if not fits:
            says = "These are not the words of the template."
            yield Objection(why=Why.NOT_THE_TEMPLATE, says=says, piece=position)


def _times(next_says: str) -> dict[str, str]:
    return {NEXT: next_says, ENDING: f"Next update: {next_says}."} if next_says else {}


def _of_fact(
    draft: Draft, position: int, piece: Piece, facts: Mapping[int, Fact], *, at: datetime
) -> Iterator[Objection]:
    fact = facts.get(piece.fact or 0)
    if fact is None:
        says = f"There is no fact {piece.fact} on the board."
        yield Objection(why=Why.NO_FACT, says=says, piece=position)
        return
    if fact.state is FactState.WITHDRAWN:
        says = f"Fact {fact.number} was withdrawn."
        yield Objection(why=Why.WITHDRAWN, says=says, piece=position)
    elif fact.needs_check(at=at):
        says = f"Fact {fact.number} has to be checked again."
        yield Objection(why=Why.EXPIRED, says=says, piece=position)
    elif fact.state is FactState.CLAIMED and not fact.is_estimate:
        says = f"Nobody has verified fact {fact.number}."
        yield Objection(why=Why.UNVERIFIED, says=says, piece=position)
    if fact.is_estimate:
        yield from _estimated(fact, piece, position)
    if draft.audience.outside and fact.contradicts and fact.is_standing:
        others = ", ".join(str(one) for one in sorted(fact.contradicts))
        says = f"Fact {fact.number} contradicts fact {others}. Settle that first."
        yield Objection(why=Why.CONTRADICTED, says=says, piece=position)
    yield from wording.strays(piece, fact, position=position)


def _estimated(fact: Fact, piece: Piece, position: int) -> Iterator[Objection]:
    owner = fact.estimate_of
    if not is_worded_as_estimate(piece.says) or not names_owner(piece.says, owner):
        says = f"Fact {fact.number} is an estimate of {owner}. Say so: “{owner} estimates that …”."
        yield Objection(why=Why.NOT_AS_ESTIMATE, says=says, piece=position)


def _of_words(
    draft: Draft, position: int, piece: Piece, facts: Mapping[int, Fact]
) -> Iterator[Objection]:
    """Hold that typed words claim nothing but what a fact of this update says as well."""
    known = _said_by_facts(draft.pieces, facts)
    for claim in runs(claims(piece.says), piece.says):
        if claim.kind == "figure" and figures(claim.says) <= known:
            continue
        says = f"“{claim.says}” is a claim. Put it on the board of facts and have it verified."
        yield Objection(
            why=Why.TYPED_CLAIM, says=says, piece=position, start=claim.start, end=claim.end
        )


def _said_by_facts(pieces: Iterable[Piece], facts: Mapping[int, Fact]) -> frozenset[str]:
    used = (facts.get(one.fact or 0) for one in pieces)
    return frozenset(figure for fact in used if fact for figure in figures(fact.says))


def _personal(draft: Draft, position: int, piece: Piece, personal: Finder) -> Iterator[Objection]:
    is_typed_outside = piece.kind is PieceKind.WORDS and draft.audience.outside
    without_names = draft.rule is not None and Forbidden.NAMES in draft.rule.forbids
    for one in personal(piece.says):
        if (one.contact and not is_typed_outside) or (one.name and not without_names):
            continue
        says = f"This looks like personal data ({one.label}): “{piece.says[one.start : one.end]}”."
        yield Objection(
            why=Why.PERSONAL_DATA, says=says, piece=position, start=one.start, end=one.end
        )


def _subject(draft: Draft, facts: Mapping[int, Fact], personal: Finder) -> Iterator[Objection]:
    """Hold a subject to what typed words are held to: it is read before them, and as often."""
    typed = Piece(kind=PieceKind.WORDS, says=draft.subject)
    found = [*wording.forbidden(draft.rule, typed, position=0, is_final=draft.is_final)]
    found += _personal(draft, 0, typed, personal)
    if draft.audience.outside:
        found += _of_words(draft, 0, typed, facts)
    for one in found:
        yield replace(one, piece=None, field="subject")


def _next(draft: Draft, *, at: datetime) -> Iterator[Objection]:
    """Hold that the words give the time of the next update, one that the plan allows."""
    if draft.is_final:
        if draft.next_at is not None:
            says = "The last update gives no time of a next one."
            yield Objection(why=Why.NEXT_AFTER_LAST, says=says, field="next_at")
        return
    if draft.next_at is None or not draft.next_says:
        says = "Say when the next update comes, or that this is the last one."
        yield Objection(why=Why.NO_NEXT, says=says, field="next_at")
        return
    if draft.next_says not in text_of(draft.pieces):
        says = f"The words do not say when the next update comes ({draft.next_says})."
        yield Objection(why=Why.NO_NEXT, says=says, field="next_at")
    if draft.next_at <= at:
        says = "The time of the next update has passed."
        yield Objection(why=Why.NEXT_PASSED, says=says, field="next_at")
    last = latest_next(draft.rule, at=at)
    if last is not None and draft.next_at > last:
        says = "The plan wants the next update sooner."
        yield Objection(why=Why.NEXT_TOO_LATE, says=says, field="next_at")


def _translated(draft: Draft, personal: Finder) -> Iterator[Objection]:
    """Hold that other languages say the same figures, and nothing of a person."""
    wanted = text_of(draft.pieces)
    for tag, says in (draft.translations or {}).items():
        field = f"translations.{tag}"
        for lost in wording.lost(wanted, says, language=tag):
            yield Objection(why=Why.LOST_IN_TRANSLATION, says=f"{tag}: {lost}", field=field)
        for one in personal(says):
            if not one.contact and not one.name:
                told = f"{tag}: this looks like personal data ({one.label})."
                yield Objection(why=Why.PERSONAL_DATA, says=told, field=field)
