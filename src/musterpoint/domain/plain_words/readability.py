"""How hard a text is to read, in figures that advise and never block.

Reading ease and grade are Flesch's and Kincaid's formulas. Codes, numbers, addresses and blanks
are taken out first: a part code is no long word, and a shorter one would be another part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from musterpoint.domain.plain_words.syllables import syllables
from musterpoint.domain.plain_words.tokens import Kind, protected

EASY_ENOUGH = 60.0
WORDS_A_SENTENCE = 20
YEARS_BEFORE_SCHOOL = 5
_LEFT_OUT = {Kind.BLANK, Kind.ADDRESS, Kind.CODE, Kind.TIME}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[\"'”’)]{0,3}\s+|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was counted, and the measures of it. ``None`` where there is nothing to measure."""

    words: int
    sentences: int
    syllables: int
    longest: str = ""

    @property
    def words_a_sentence(self) -> float | None:
        return self.words / self.sentences if self.sentences else None

    @property
    def ease(self) -> float | None:
        """Flesch reading ease: 60 and more is plain English, 30 and less is for lawyers."""
        if not self.sentences:
            return None
        return 206.835 - 1.015 * self.words / self.sentences - 84.6 * self.syllables / self.words

    @property
    def grade(self) -> float | None:
        """Flesch and Kincaid's grade: a year at an American school."""
        if not self.sentences:
            return None
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59

    @property
    def reading_age(self) -> int | None:
        """The age at which somebody reads this with ease: the grade and five, five at least."""
        if self.grade is None:
            return None
        return max(YEARS_BEFORE_SCHOOL, round(self.grade) + YEARS_BEFORE_SCHOOL)

    @property
    def is_easy(self) -> bool:
        return self.ease is None or self.ease >= EASY_ENOUGH


def figures(text: str) -> Figures:
    """Return what a text measures. The longest sentence is named when it is too long."""
    sentences = [one for one in _SENTENCE_ENDS.split(_without_codes(text)) if _WORD.search(one)]
    spoken = [word for one in sentences for word in _WORD.findall(one)]
    longest = max(sentences, key=lambda one: len(_WORD.findall(one)), default="")
    too_long = len(_WORD.findall(longest)) > WORDS_A_SENTENCE
    return Figures(
        words=len(spoken),
        sentences=len(sentences),
        syllables=sum(_spoken_in(word) for word in spoken),
        longest=" ".join(longest.split()) if too_long else "",
    )


def _spoken_in(word: str) -> int:
    return sum(syllables(part) for part in re.split("-", word) if part)


def _without_codes(text: str) -> str:
    """Return the text without codes, and with single blanks: a line is a line, whatever else."""
    kept, last = [], 0
    for token in protected(text):
        if token.kind in _LEFT_OUT:
            kept.append(text[last : token.start])
            last = token.end
    return re.sub(r"[^\S\n]+", " ", "".join([*kept, text[last:]]))
