"""The words of an update: pieces in order, each a fact as worded here, a template's or typed.

Puts words together and takes them apart. Whether they may leave is decided in ``gate``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from string import Formatter
from types import MappingProxyType

NEXT = "next"
"""The merge field that the time of the next update fills by itself."""

ENDING = "ending"
"""The field of a last piece that says when the next update comes, where no template does."""

OPENING = "opening"
"""The field of a first piece in the product's own words: a correction, or that nothing is new."""

WRONG = "wrong"
"""The merge field that quotes what a correction corrects."""

_OUTSIDE_THE_BODY = frozenset({OPENING, ENDING})


class PieceKind(StrEnum):
    FACT = "fact"
    TEMPLATE = "template"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One part of the words. ``field`` is the merge field it fills; ``fact`` the fact's number."""

    kind: PieceKind
    says: str
    fact: int | None = None
    field: str = ""

    @property
    def is_body(self) -> bool:
        """Whether it stands within the sentences of a template."""
        is_filling = bool(self.field) or self.kind is PieceKind.TEMPLATE
        return is_filling and self.field not in _OUTSIDE_THE_BODY


class CannotCompose(ValueError):
    """The pieces do not fit the template; ``field`` is the merge field in question."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        super().__init__(says)


class EmptyField(CannotCompose):
    """A merge field has nothing to say."""

    def __init__(self, field: str) -> None:
        super().__init__(field, f"Fill in “{field.replace('_', ' ')}”.")


class UnknownField(CannotCompose):
    """The template has no such merge field."""

    def __init__(self, field: str, known: Iterable[str]) -> None:
        says = f"The template has no field “{field}”. It has: {', '.join(known) or 'none'}."
        super().__init__(field, says)


def fields_of(template: str) -> tuple[str, ...]:
    """Return the merge fields of a template's words, each once, in order."""
    names = (name for _says, name, *_rest in Formatter().parse(template) if name)
    return tuple(dict.fromkeys(names))


def compose(
    template: str,
    chosen: Sequence[Piece],
    *,
    next_at: str = "",
    given: Mapping[str, str] = MappingProxyType({}),
) -> tuple[tuple[Piece, ...], tuple[CannotCompose, ...]]:
    """Return the pieces of the whole text in order, and what is wrong with them.

    ``chosen`` are facts and typed words; those without a field follow the template. ``next_at`` is
    the time of the next update as it is to be read. ``given`` are the product's own words for a
    field, which nobody types. An empty field stays out of the pieces.
    """
    known = fields_of(template)
    wrong: list[CannotCompose] = []
    fillings: defaultdict[str, list[Piece]] = defaultdict(list)
    for piece in _once(chosen):
        if piece.says.strip():
            fillings[piece.field].append(replace(piece, says=piece.says.strip()))
    for field, says in {NEXT: next_at, **given}.items():
        if says and field in known:
            fillings[field] = [Piece(kind=PieceKind.TEMPLATE, says=says, field=field)]
    wrong += [UnknownField(one, known) for one in fillings if one and one not in known]
    wrong += [EmptyField(one) for one in known if not fillings[one]]
    pieces = [*_body(template, fillings), *fillings[""]]
    if given.get(OPENING):
        opening = Piece(kind=PieceKind.TEMPLATE, says=given[OPENING], field=OPENING)
        pieces.insert(0, opening)
    if next_at and NEXT not in known:
        says = f"Next update: {next_at}."
        pieces.append(Piece(kind=PieceKind.TEMPLATE, says=says, field=ENDING))
    return tuple(pieces), tuple(wrong)


def chosen_of(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return what somebody chose or typed: the pieces without those that the template gave.

    What fills a field that the template has twice was chosen once.
    """
    return _once(one for one in pieces if one.kind is not PieceKind.TEMPLATE)


def text_of(pieces: Sequence[Piece]) -> str:
    """Return the pieces as one text; what stands outside a template ends as a sentence does."""
    said: list[str] = []
    before: Piece | None = None
    for piece in pieces:
        if before is not None:
            said.append(_between(before, piece))
        said.append(piece.says if piece.is_body else _sentence(piece.says))
        before = piece
    return "".join(said).strip()


def template_words(template: str) -> frozenset[str]:
    """Return the stretches of a template between its fields, to tell them from typed words."""
    return frozenset(says for says, _name, *_rest in Formatter().parse(template) if says)


def _once(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return the pieces without those that say the same in the same field again."""
    found: dict[object, Piece] = {}
    for place, one in enumerate(pieces):
        key = (one.kind, one.fact, one.field, one.says.strip().rstrip(".")) if one.field else place
        found.setdefault(key, one)
    return tuple(found.values())


def _body(template: str, fillings: Mapping[str, Sequence[Piece]]) -> Iterator[Piece]:
    parsed = list(Formatter().parse(template))
    for place, (says, name, *_rest) in enumerate(parsed):
        if says:
            yield Piece(kind=PieceKind.TEMPLATE, says=says)
        if name:
            after = parsed[place + 1][0] if place + 1 < len(parsed) else ""
            yield from _fitted(fillings.get(name, ()), after)


def _fitted(fillings: Sequence[Piece], after: str) -> Iterator[Piece]:
    """Yield what fills a field; its full stop goes where the template's sentence goes on."""
    goes_on = after.startswith(".") or after.lstrip()[:1].islower() or after[:1] in (",", ";", ":")
    for place, piece in enumerate(fillings, start=1):
        is_end = place == len(fillings) and goes_on
        yield replace(piece, says=piece.says.rstrip(".")) if is_end else piece


def _between(before: Piece, after: Piece) -> str:
    if before.is_body and after.is_body:
        same = bool(before.field) and before.field == after.field
        return " " if same else ""
    apart = before.is_body or after.is_body or before.field == OPENING or after.field == ENDING
    return "\n" if apart else " "


def _sentence(says: str) -> str:
    return says if not says or says[-1] in '.!?…:”"' else f"{says}."
