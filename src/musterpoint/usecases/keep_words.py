"""Change the glossary: write a term, leave one out, take the shipped words back.

Every word belongs to one term, and what stands in a term's place brings no figure and no “not”.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from musterpoint.apps.communications.models.glossary_term import LONGEST_TEXT, LONGEST_WORD
from musterpoint.apps.communications.operations import glossary as writing
from musterpoint.apps.communications.queries import glossary
from musterpoint.apps.communications.queries.glossary import Entry, NoSuchTerm
from musterpoint.apps.communications.shipped_terms import shipped_terms
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.plain_words import Term, kept
from musterpoint.usecases.refusals import Conflict, Problem, refuse_if

MOST_ALIASES = 12
LONGEST_CODE = 50
_WORDS = ("term", "instead", "instead_many")
_TEXTS = ("plain", "keep", "trap")
_LISTS = ("aliases", "everyday", "known_by")


class WordTaken(Conflict):
    """Another term is recognised by one of these words."""

    def __init__(self, word: str, term: str) -> None:
        says = f"“{word}” belongs to the term “{term}”."
        super().__init__(Problem(field="aliases", says=says))


class CodeTaken(Conflict):
    """There is a term of this name already."""

    def __init__(self, term: str) -> None:
        super().__init__(Problem(field="term", says=f"There is a term “{term}” already."))


class StaleTerm(Conflict):
    """Somebody else changed the term since it was read."""

    def __init__(self) -> None:
        says = "Somebody changed this term since you opened it. Look at it again."
        super().__init__(Problem(field="version", says=says))


class NotShipped(Conflict):
    """There are no shipped words to take back, or they stand already."""

    def __init__(self) -> None:
        says = "There are no shipped words to take back."
        super().__init__(Problem(field="code", says=says))


class NothingLeftOut(Conflict):
    """The term is left out already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="code", says="This term is left out already."))


@transaction.atomic
def add_term(*, said: Term, by: Actor, at: datetime) -> str:
    """Write a new term and return its code. Raises CodeTaken, WordTaken and Refusal."""
    by.must(Action.KEEP_WORDS)
    writing.lock_glossary()
    term = _checked(said)
    code = slugify(term.term).replace("-", "_")[:LONGEST_CODE] or "term"
    present = next((one for one in glossary.entries() if one.term.code == code), None)
    if present is not None:
        raise CodeTaken(present.term.term)
    return _write(replace(term, code=code), None, "term_kept", by=by, at=at)


@transaction.atomic
def change_term(*, said: Term, seen_version: int, by: Actor, at: datetime) -> str:
    """Write what the term of this code says. Raises NoSuchTerm, StaleTerm, WordTaken, Refusal."""
    by.must(Action.KEEP_WORDS)
    present = _seen(said.code, seen_version)
    return _write(_checked(said), present, "term_kept", by=by, at=at)


@transaction.atomic
def leave_out_term(*, code: str, seen_version: int, by: Actor, at: datetime) -> None:
    """Mark this term nowhere any more. Raises NoSuchTerm, StaleTerm, NothingLeftOut."""
    by.must(Action.KEEP_WORDS)
    present = _seen(code, seen_version)
    if present.is_left_out:
        raise NothingLeftOut
    _write(present.term, present, "term_left_out", by=by, at=at, is_left_out=True)


@transaction.atomic
def take_back_term(*, code: str, seen_version: int, by: Actor, at: datetime) -> None:
    """Let a term say what it shipped with. Raises NoSuchTerm, StaleTerm, NotShipped."""
    by.must(Action.KEEP_WORDS)
    present = _seen(code, seen_version)
    shipped = shipped_terms().get(code)
    if shipped is None or (present.term == shipped and not present.is_left_out):
        raise NotShipped
    _write(shipped, present, "term_taken_back", by=by, at=at)


def _seen(code: str, seen_version: int) -> Entry:
    writing.lock_glossary()
    present = glossary.entry(code)
    if present.version != seen_version:
        raise StaleTerm
    return present


def _write(
    term: Term,
    present: Entry | None,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    is_left_out: bool = False,
) -> str:
    if not is_left_out:
        _refuse_taken(term)
    row = writing.keep(
        term,
        present.row if present else None,
        kind=kind,
        is_left_out=is_left_out,
        person_id=by.person_id,
        actor=by.key,
        at=at,
    )
    return row.code


def _checked(said: Term) -> Term:
    """Return the term without outer and double blanks, or refuse all that is wrong with it."""
    tidy: dict[str, Any] = {
        name: " ".join(getattr(said, name).split()) for name in (*_WORDS, *_TEXTS)
    }
    for name in _LISTS:
        words = [" ".join(one.split()) for one in getattr(said, name)]
        tidy[name] = tuple(dict.fromkeys(one for one in words if one))
    term = replace(said, **tidy)
    refuse_if([*_missing(term), *_too_long(term), *_changing(term), *_never_marked(term)])
    return term


def _missing(term: Term) -> list[Problem]:
    found = []
    if not re.search(r"\w", term.term):
        found.append(Problem(field="term", says="Write the word itself."))
    if not term.plain:
        found.append(Problem(field="plain", says="Write what it means."))
    return found


def _too_long(term: Term) -> list[Problem]:
    most = dict.fromkeys(_WORDS, LONGEST_WORD) | dict.fromkeys(_TEXTS, LONGEST_TEXT)
    found = [
        Problem(field=name, says=f"At most {length} characters fit here.")
        for name, length in most.items()
        if len(getattr(term, name)) > length
    ]
    for name in _LISTS:
        words = getattr(term, name)
        if len(words) > MOST_ALIASES or any(len(one) > LONGEST_WORD for one in words):
            says = f"At most {MOST_ALIASES} words, each of at most {LONGEST_WORD} characters."
            found.append(Problem(field=name, says=says))
    return found


def _changing(term: Term) -> list[Problem]:
    """A wording that brings in a figure or a “not” would change every text it is put into."""
    return [
        Problem(field=name, says=f"{one.says} It would change what a text says.")
        for name in ("instead", "instead_many")
        for one in kept("", getattr(term, name))
    ]


def _never_marked(term: Term) -> list[Problem]:
    unknown = set(term.everyday) - {term.term, *term.aliases}
    says = "{} is neither the word nor one of its other names."
    return [Problem(field="everyday", says=says.format(f"“{one}”")) for one in sorted(unknown)]


def _refuse_taken(term: Term) -> None:
    mine = {word.lower(): word for word in (term.term, *term.aliases)}
    for other in glossary.glossary():
        if other.code == term.code:
            continue
        for word in (other.term, *other.aliases):
            if word.lower() in mine:
                raise WordTaken(mine[word.lower()], other.term)


__all__ = [
    "CodeTaken",
    "NoSuchTerm",
    "NotShipped",
    "NothingLeftOut",
    "StaleTerm",
    "WordTaken",
    "add_term",
    "change_term",
    "leave_out_term",
    "take_back_term",
]
