"""An update in several languages side by side, with what another language does not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as later

from musterpoint.domain.plain_words import kept
from musterpoint.domain.policy.communications import Template
from musterpoint.domain.updates import Piece, compose, text_of
from musterpoint.domain.updates.pieces import chosen_of

LANGUAGES = {
    "cy": later("Welsh"),
    "pl": later("Polish"),
    "ro": later("Romanian"),
    "pa": later("Punjabi"),
    "ur": later("Urdu"),
    "pt": later("Portuguese"),
    "es": later("Spanish"),
    "ar": later("Arabic"),
    "bn": later("Bengali"),
    "gu": later("Gujarati"),
    "it": later("Italian"),
    "fr": later("French"),
    "de": later("German"),
    "lt": later("Lithuanian"),
    "so": later("Somali"),
    "uk": later("Ukrainian"),
    "gd": later("Scottish Gaelic"),
    "ga": later("Irish"),
}
FROM_RIGHT = frozenset({"ar", "ur"})


def sides(
    text: str, spoken: Mapping[str, str], started: Mapping[str, str], wanted: Iterable[str]
) -> list[dict[str, Any]]:
    """Return each language that is there, that the template knows, or that is ``wanted`` now."""
    tags = dict.fromkeys((*spoken, *started, *wanted))
    return [_side(text, tag, spoken.get(tag, ""), started.get(tag, "")) for tag in tags]


def started(template: Template | None, pieces: Sequence[Piece]) -> dict[str, str]:
    """Return the words in each language of the template, filled with what was chosen in English."""
    if template is None:
        return {}
    given = {one.field: one.says for one in pieces if one.field}
    chosen = [one for one in chosen_of(pieces) if one.field]
    return {
        tag: text_of(compose(says, chosen, given=given)[0])
        for tag, says in template.languages.items()
    }


def name_of(tag: str) -> str:
    return str(LANGUAGES.get(tag.split("-", maxsplit=1)[0].lower(), tag))


def _side(text: str, tag: str, says: str, start: str) -> dict[str, Any]:
    lost = kept(text, says, language=tag) if says else ()
    return {
        "tag": tag,
        "name": name_of(tag),
        "says": says or start,
        "is_kept": bool(says),
        "is_from_right": tag in FROM_RIGHT,
        "lost": [one.says for one in lost],
    }
