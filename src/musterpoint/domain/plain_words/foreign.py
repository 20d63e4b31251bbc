"""What can be compared between English and a text in another language: figures, codes and “not”.

Words for units, numbers and limits cannot; a second person who reads the language looks at those.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from musterpoint.domain.plain_words import vocabulary as words
from musterpoint.domain.plain_words.tokens import Kind, Token, protected

POINT_LANGUAGES = frozenset(
    {"cy", "ga", "gd", "zh", "ja", "ko", "hi", "bn", "pa", "ur", "he", "th"}
)
"""Languages that write a point before decimals, as English does; others write a comma."""

NEGATIVES = {
    "cy": "nid ddim dim na nad heb peidiwch nis",
    "da": "ikke ingen aldrig uden",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals nichts ohne",
    "es": "no nunca sin nada ningún ninguna ningun",
    "fi": "ei eivät en emme älä älkää ilman",
    "fr": "ne pas n aucun aucune jamais sans rien non",
    "ga": "ní níl nach gan níor",
    "hu": "nem ne nincs nincsenek soha nélkül sem",
    "it": "non nessun nessuna mai senza niente nulla",
    "lt": "ne nėra be niekada nei",
    "nl": "niet geen nooit zonder niets",
    "no": "ikke ingen aldri uten",
    "pl": "nie brak bez nigdy żaden żadna żadnych nic",
    "pt": "não nunca sem nada nenhum nenhuma",
    "ro": "nu niciodată fără niciun nicio nimic",
    "sv": "inte ingen inga aldrig utan",
}
_CLOCK = re.compile(r"(?<![\w:.,])(\d{1,2})(?:[:.h](\d{2})(?!\d|[.,]\d)|\s?(?:Uhr|h)\b)")
_CODE = re.compile(r"(?<!\w)(?=[\w./-]{0,60}\d)(?=[\w./-]{0,60}[^\W\d_])(?:[^\W_]+[-/._])*[^\W_]+")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?")
_SYMBOL = {name for name in words.UNITS if not name.islower() or name in {"mm", "cm", "kg", "ppm"}}


def compared(before: str, after: str, language: str) -> Iterator[tuple[Kind, str, str]]:
    """Yield (kind, what was there, what came instead) for each figure and code that differs."""
    tongue = language.split("-", maxsplit=1)[0].lower()
    tokens = protected(before)
    had = Counter(_figures_of(tokens))
    spelt = Counter(_spelt(tokens))
    has = Counter(_figures_in(after, tokens, comma=tongue not in POINT_LANGUAGES))
    for kind, what in (had - has).elements():
        yield kind, what, ""
    for kind, what in (has - had - spelt).elements():
        yield kind, "", what
    negatives = NEGATIVES.get(tongue)
    first = next((one for one in tokens if one.kind is Kind.NEGATIVE), None)
    if negatives and first and not _has_one_of(negatives.split(), after):
        yield Kind.NEGATIVE, first.text, ""


def _figures_of(tokens: tuple[Token, ...]) -> Iterator[tuple[Kind, str]]:
    for token in tokens:
        if token.kind in {Kind.BLANK, Kind.ADDRESS}:
            yield token.kind, token.text
        elif token.kind is Kind.TIME:
            yield token.kind, token.means
        elif token.kind is Kind.CODE and _CODE.fullmatch(token.text):
            yield token.kind, token.text
        elif re.search(r"\d", token.text):
            for figure in re.findall(
                r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3})", "", token.text)
            ):
                yield Kind.NUMBER, figure


def _spelt(tokens: tuple[Token, ...]) -> Iterator[tuple[Kind, str]]:
    """Yield numbers that English wrote as words: the other text may write them in figures."""
    for token in tokens:
        if token.kind is Kind.NUMBER and not re.search(r"\d", token.text):
            yield Kind.NUMBER, token.means.split(" ", maxsplit=1)[0]
        elif token.means == "12:00":
            yield Kind.TIME, "12:00"


def _figures_in(text: str, tokens: tuple[Token, ...], *, comma: bool) -> Iterator[tuple[Kind, str]]:
    rest = text
    for token in sorted(tokens, key=lambda one: -len(one.text)):
        whole = token.kind in {Kind.BLANK, Kind.ADDRESS} or _is_code(token)
        if whole and token.text in rest:
            rest = rest.replace(token.text, " ", 1)
            yield token.kind, token.text
    for found in _CLOCK.finditer(rest):
        yield Kind.TIME, f"{int(found[1]):02}:{found[2] or '00'}"
    rest = _CLOCK.sub(" ", rest)
    for found in _CODE.finditer(rest):
        if not _measured(found.group()):
            yield Kind.CODE, found.group()
            rest = rest.replace(found.group(), " ", 1)
    for found in _NUMBER.finditer(rest):
        yield Kind.NUMBER, _english(found.group(), comma=comma)


def _is_code(token: Token) -> bool:
    return token.kind is Kind.CODE and _CODE.fullmatch(token.text) is not None


def _measured(text: str) -> bool:
    """Whether this is a number with its unit, such as 10mm, or an ordinal, rather than a code."""
    found = re.fullmatch(r"[\d.,]+-?([^\W\d_]+)", text)
    return found is not None and (found[1] in _SYMBOL or found[1].islower())


def _english(figure: str, *, comma: bool) -> str:
    """Return a figure as English writes it, without marks between thousands."""
    figure = re.sub(r"[\u00a0\u202f ]", "", figure)
    if not comma:
        return re.sub(r",(?=\d{3})", "", figure)
    figure = re.sub(r"\.(?=\d{3}(?!\d))", "", figure)
    return figure.replace(",", ".")


def _has_one_of(negatives: list[str], text: str) -> bool:
    return not set(negatives).isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))
