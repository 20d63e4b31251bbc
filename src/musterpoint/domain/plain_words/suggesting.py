"""Plain wording in place of a term, offered only where nothing protected would change.

Where the plain words cannot stand in the sentence, the term stays and is explained in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from musterpoint.domain.plain_words.jargon import Marked, jargon
from musterpoint.domain.plain_words.keeping import Lost, kept
from musterpoint.domain.plain_words.terms import Term

_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?]\s+|\n)[\"'“‘(]*$")
_ARTICLE = re.compile(r"\b(?P<article>an?)(?P<space>\s+)$", re.IGNORECASE)
_SOUNDS_LIKE_A_VOWEL = re.compile(r"(?!(?:uni|use|one|eu))[aeiou]|hour|honest", re.IGNORECASE)


NEAR = 120
"""Letters on either side within which other words can make or break a protected token."""


class NotThere(ValueError):
    """The words that were to be replaced do not stand there any more."""

    def __init__(self, said: str) -> None:
        super().__init__(f"“{said}” does not stand there any more.")


class WouldChange(ValueError):
    """The wording would change what must survive. ``lost`` says what."""

    def __init__(self, lost: tuple[Lost, ...]) -> None:
        self.lost = lost
        super().__init__(" ".join(one.says for one in lost))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Other words for a stretch of a text; ``start`` may lie before the term, at its article."""

    start: int
    end: int
    said: str
    instead: str
    marked: Marked

    @property
    def term(self) -> Term:
        return self.marked.term

    @property
    def explains(self) -> bool:
        """Whether the term stays and is explained, rather than replaced."""
        return self.marked.said in self.instead


def suggestions(text: str, glossary: Sequence[Term], audience: str = "") -> tuple[Suggestion, ...]:
    """Return one for each marked word that can be said plainly without changing anything else.

    A term that is explained is so once: at its first place in the text.
    """
    found: list[Suggestion] = []
    explained: set[str] = set()
    for marked in jargon(text, glossary, audience):
        for one in _offered(text, marked):
            if one.explains and marked.term.code in explained:
                continue
            if _keeps(text, one):
                found.append(one)
                if one.explains:
                    explained.add(marked.term.code)
                break
    return tuple(found)


def accept(text: str, chosen: Iterable[Suggestion]) -> str:
    """Return ``text`` with these put in, or raise WouldChange or NotThere."""
    after = text
    for one in sorted(chosen, key=lambda each: each.start, reverse=True):
        if text[one.start : one.end] != one.said:
            raise NotThere(one.said)
        after = after[: one.start] + one.instead + after[one.end :]
    lost = kept(text, after)
    if lost:
        raise WouldChange(lost)
    return after


def _keeps(text: str, one: Suggestion) -> bool:
    """Whether nothing near it would change; ``accept`` looks at the whole text."""
    before = text[max(0, one.start - NEAR) : one.start]
    after = text[one.end : one.end + NEAR]
    return not kept(before + one.said + after, before + one.instead + after)


def _offered(text: str, marked: Marked) -> Iterable[Suggestion]:
    term = marked.term
    plain = term.instead_many if marked.is_many else term.instead
    if plain and "’" not in marked.said and "'" not in marked.said:
        yield _replacing(text, marked, plain)
    if term.plain:
        inside = _as_a_clause(term.plain)
        yield Suggestion(
            start=marked.start,
            end=marked.end,
            said=marked.said,
            instead=f"{marked.said} ({inside})",
            marked=marked,
        )


def _replacing(text: str, marked: Marked, plain: str) -> Suggestion:
    """Return ``plain`` with the article and the capital that its place asks for."""
    start, before = marked.start, text[: marked.start]
    article = _ARTICLE.search(before)
    if article:
        fitting = "an" if _SOUNDS_LIKE_A_VOWEL.match(plain) else "a"
        if article["article"][0].isupper():
            fitting = fitting.capitalize()
        plain = fitting + article["space"] + plain
        start = article.start()
    elif _SENTENCE_BEGINS.search(before):
        plain = plain[0].upper() + plain[1:]
    return Suggestion(
        start=start, end=marked.end, said=text[start : marked.end], instead=plain, marked=marked
    )


def _as_a_clause(sentence: str) -> str:
    """Return an explanation as it stands in brackets: no full stop, a small first letter."""
    clause = sentence.strip().rstrip(".")
    is_name = len(clause) > 1 and clause[1].isupper()
    return clause if is_name else clause[0].lower() + clause[1:]
