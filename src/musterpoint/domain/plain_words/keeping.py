"""What a change of wording lost or brought in: the answer must be nothing.

Order is free, for plain English turns sentences round; what belongs together is one token
(“3 of 5”, “10 mm”), so nothing can change places unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from musterpoint.domain.plain_words.foreign import compared
from musterpoint.domain.plain_words.tokens import Kind, Token, protected


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A protected token that is no longer there, what stands in its place, or both."""

    kind: Kind
    before: str = ""
    after: str = ""

    @property
    def says(self) -> str:
        """The finding as a sentence for whoever changed the words."""
        if self.before and self.after:
            return f"“{self.before}” has become “{self.after}”."
        if self.before:
            return f"“{self.before}” is missing."
        return f"“{self.after}” was not said before."


def kept(before: str, after: str, *, language: str = "en") -> tuple[Lost, ...]:
    """Return what ``after`` does not say as ``before`` did; nothing when all of it survived.

    ``language`` is that of ``after``. In another one than English, figures, codes, times and
    blanks are compared, and whether a text with a “not” still has one.
    """
    if language.split("-", maxsplit=1)[0].lower() != "en":
        return tuple(
            Lost(kind=kind, before=old, after=new)
            for kind, old, new in compared(before, after, language)
        )
    old, new = protected(before), protected(after)
    gone = _left_over(old, Counter(_key(one) for one in new))
    come = _left_over(new, Counter(_key(one) for one in old))
    return tuple(_paired(gone, come))


def _key(token: Token) -> tuple[Kind, str]:
    return token.kind, token.means


def _left_over(tokens: Iterable[Token], others: Counter[tuple[Kind, str]]) -> list[Token]:
    left = []
    for token in tokens:
        if others[_key(token)]:
            others[_key(token)] -= 1
        else:
            left.append(token)
    return left


def _paired(gone: list[Token], come: list[Token]) -> Iterable[Lost]:
    for kind in Kind:
        old = [one.text for one in gone if one.kind is kind]
        new = [one.text for one in come if one.kind is kind]
        for before, after in zip_longest(old, new, fillvalue=""):
            yield Lost(kind=kind, before=before, after=after)
