"""What stands beside a text that is being written: what to look at again, and why.

These advise. What stops an update is decided by ``domain.updates`` and comes from the use case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.domain.cautions import Care, Caution, cautions
from musterpoint.domain.plain_words import Figures, Marked, Term, figures, jargon
from musterpoint.domain.updates import Piece, PieceKind

WORDS_OF_A_SENTENCE = 4

CARE = {
    Care.PROMISE_WITHOUT_TIME: later("A promise without a time. Say by when, or do not promise."),
    Care.VAGUE_TIME: later("Everybody reads another time into this. Say when, or leave it out."),
    Care.CERTAINTY: later("Says more than anybody knows. Say what was seen or tested."),
    Care.BLAME: later("Puts blame on somebody. Say what happened, not whose fault it is."),
    Care.LIABILITY: later("Speaks of who is liable. Leave that to those who decide it."),
    Care.ALL_CLEAR: later("An all-clear. Only when it was tested and a fact says so."),
    Care.NO_RISK: later("Says that there is no danger. Only when that was verified."),
    Care.ONLY_PRECAUTION: later("Plays it down. Say what was done and what for."),
    Care.CAUSE: later("Names a cause. Only as a verified fact."),
    Care.REPAIR_TIME: later("Gives a time of repair. Only as a fact, with whose estimate it is."),
}


def advice(text: str, glossary: Sequence[Term] = (), audience: str = "") -> list[dict[str, Any]]:
    """Return each thing to look at again once, with the words it is about."""
    found = [*_of_cautions(cautions(text)), *_of_jargon(jargon(text, glossary, audience))]
    return [*found, *_of_length(figures(text))]


def joints(pieces: Iterable[Piece]) -> Iterator[dict[str, Any]]:
    """Yield each fact that stands as a whole sentence in the middle of a template's."""
    before = ""
    for one in pieces:
        is_inside = one.kind is PieceKind.FACT and one.field and _is_open(before)
        if is_inside and one.says[:1].isupper() and len(one.says.split()) >= WORDS_OF_A_SENTENCE:
            says = _(
                "A whole sentence inside another. Type under the fact the words that fit here."
            )
            yield {"quote": one.says, "says": says, "tone": "soon"}
        before = one.says


def _is_open(before: str) -> bool:
    """Return whether a sentence goes on after these words."""
    last = before.rstrip()[-1:]
    return last.isalnum() or last in {",", ";"}


def reading(text: str) -> str:
    """Return how hard the text is to read, in words."""
    measured = figures(text)
    if measured.reading_age is None or measured.words_a_sentence is None:
        return ""
    says = _("Read with ease from the age of %(age)d, %(n)d words a sentence")
    return says % {"age": measured.reading_age, "n": round(measured.words_a_sentence)}


def marked(text: str) -> list[dict[str, Any]]:
    """Return the text in stretches; those to look at again carry the reason."""
    found: list[dict[str, Any]] = []
    end = 0
    for one in cautions(text):
        if one.start < end:
            continue
        found += [{"text": text[end : one.start]}, {"text": one.says, "why": CARE[one.care]}]
        end = one.end
    return [one for one in [*found, {"text": text[end:]}] if one["text"]]


def _of_cautions(found: tuple[Caution, ...]) -> Iterator[dict[str, Any]]:
    said: set[tuple[Care, str]] = set()
    for one in found:
        if (one.care, one.says.lower()) not in said:
            said.add((one.care, one.says.lower()))
            yield {"quote": one.says, "says": CARE[one.care], "tone": "soon"}


def _of_jargon(found: tuple[Marked, ...]) -> Iterator[dict[str, Any]]:
    said: set[str] = set()
    for one in found:
        if one.term.code not in said:
            said.add(one.term.code)
            yield {"quote": one.said, "says": _plain(one.term), "tone": "soon"}


def _plain(term: Term) -> str:
    if term.instead:
        return _("A word of the trade. Plainer: %(plain)s.") % {"plain": term.instead}
    return _("A word of the trade: %(plain)s") % {"plain": term.plain}


def _of_length(measured: Figures) -> Iterator[dict[str, Any]]:
    if measured.longest:
        says = _("A long sentence. Two short ones are read by more people.")
        yield {"quote": f"{measured.longest[:60]}…", "says": says, "tone": "soon"}
