"""A checked text and the glossary as pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musterpoint.apps.communications.queries.glossary import Entry
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.plain_words import (
    Area,
    Figures,
    Suggestion,
    Term,
    figures,
    jargon,
    kept,
    protected,
    suggestions,
)
from musterpoint.domain.plain_words.readability import EASY_ENOUGH, WORDS_A_SENTENCE
from musterpoint.domain.rewording import reworded

AREAS = {
    str(Area.QUALITY): gettext_lazy("Quality"),
    str(Area.DELIVERY): gettext_lazy("Delivery"),
    str(Area.COMMERCIAL): gettext_lazy("Contracts and prices"),
    str(Area.PRODUCTION): gettext_lazy("Production"),
    str(Area.ENGINEERING): gettext_lazy("Engineering"),
    str(Area.SERVICE): gettext_lazy("Service"),
    str(Area.SAFETY): gettext_lazy("Safety"),
}
LANGUAGES = {
    "en": gettext_lazy("English"),
    "cy": gettext_lazy("Welsh"),
    "de": gettext_lazy("German"),
    "es": gettext_lazy("Spanish"),
    "fr": gettext_lazy("French"),
    "ga": gettext_lazy("Irish"),
    "it": gettext_lazy("Italian"),
    "lt": gettext_lazy("Lithuanian"),
    "pl": gettext_lazy("Polish"),
    "pt": gettext_lazy("Portuguese"),
    "ro": gettext_lazy("Romanian"),
}
READING_AGE = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a text as it is shown: plain, a ``term``, or ``is_kept`` as it is."""

    text: str
    term: Term | None = None
    is_kept: bool = False


def audiences(*, at: datetime) -> list[tuple[str, str]]:
    """Return whom a text can be for: those of the strategy in force."""
    anybody = [("", _("Anybody"))]
    try:
        strategy = policies.in_force(at=at).strategy
    except policies.NoStrategyInForce:
        return anybody
    return anybody + [(code, one.name) for code, one in strategy.audiences.items()]


def checked(text: str, terms: Sequence[Term], audience: str) -> dict[str, Any]:
    """Return what the check of a text found."""
    marks = jargon(text, terms, audience)
    return {
        "text": text,
        "parts": list(_parts(text, terms, audience)),
        "offers": [_offer(one) for one in suggestions(text, terms, audience)],
        "unknown": list({one.term.code: one.term for one in marks}.values()),
        "measures": measures(figures(text)),
        "longest": figures(text).longest,
    }


def compared(
    before: str, after: str, terms: Sequence[Term], audience: str, *, language: str
) -> dict[str, Any]:
    """Return a text beside its plainer wording, and what the wording lost."""
    is_english = language == "en"
    return {
        "after": after,
        "changes": reworded(before, after) if is_english else None,
        "lost": kept(before, after, language=language),
        "after_measures": measures(figures(after)) if is_english else [],
        "after_unknown": sorted({one.said for one in jargon(after, terms, audience)})
        if is_english
        else [],
    }


def key_of(one: Suggestion) -> str:
    """Return by which value a form names a suggestion."""
    return f"{one.start}-{one.end}"


def measures(found: Figures) -> list[dict[str, Any]]:
    """Return the figures of a text, each with whether it is as it should be."""
    if found.ease is None or found.reading_age is None or found.words_a_sentence is None:
        return []
    return [
        {
            "label": _("Reading age"),
            "value": found.reading_age,
            "aim": _("%(n)d or less") % {"n": READING_AGE},
            "is_good": found.reading_age <= READING_AGE,
        },
        {
            "label": _("Reading ease"),
            "value": round(found.ease),
            "aim": _("%(n)d or more") % {"n": EASY_ENOUGH},
            "is_good": found.ease >= EASY_ENOUGH,
        },
        {
            "label": _("Words in a sentence"),
            "value": round(found.words_a_sentence),
            "aim": _("%(n)d or fewer") % {"n": WORDS_A_SENTENCE},
            "is_good": found.words_a_sentence <= WORDS_A_SENTENCE,
        },
    ]


def listed(entries: Sequence[Entry], *, q: str, area: str) -> list[Entry]:
    """Return the terms that ``q`` and ``area`` ask for."""
    wanted = " ".join(q.lower().split())
    return [
        one
        for one in entries
        if (not area or one.term.area == area)
        and wanted in " ".join((one.term.term, *one.term.aliases, one.term.plain)).lower()
    ]


def _offer(one: Suggestion) -> dict[str, Any]:
    return {
        "key": key_of(one),
        "said": one.said,
        "instead": one.instead,
        "term": one.term,
        "explains": one.explains,
    }


def _parts(text: str, terms: Sequence[Term], audience: str) -> Iterator[Part]:
    """Cut a text at its marked words and protected tokens; a word that is both is marked."""
    marked = [(one.start, one.end, one.term) for one in jargon(text, terms, audience)]
    tokens = [(one.start, one.end, None) for one in protected(text)]
    place = 0
    for start, end, term in sorted([*marked, *tokens], key=lambda one: (one[0], one[2] is None)):
        if start < place:
            continue
        if start > place:
            yield Part(text=text[place:start])
        yield Part(text=text[start:end], term=term, is_kept=term is None)
        place = end
    if place < len(text):
        yield Part(text=text[place:])
