"""An update in more than one language: the English words first, the others below, each by its name.

Whether they say the same figures is held in ``gate``.
"""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cy": "Cymraeg",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "ga": "Gaeilge",
    "gd": "Gàidhlig",
    "gu": "ગુજરાતી",
    "it": "Italiano",
    "lt": "Lietuvių",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "so": "Soomaali",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}
"""What speakers call their language, by the first part of its tag."""


def name_of(tag: str) -> str:
    """Return what its speakers call a language, or its tag."""
    return NAMES.get(tag.partition("-")[0].lower(), tag)


def in_all_languages(text: str, translations: Mapping[str, str]) -> str:
    """Return the words as a mail carries them, English first."""
    others = (f"{name_of(tag)}:\n{says}" for tag, says in translations.items() if says.strip())
    return "\n\n".join((text, *others))
