"""The glossary that ships with the product: words of the trade, said plainly."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from musterpoint.domain.plain_words import Area, Term


@lru_cache(maxsize=1)
def shipped_terms() -> dict[str, Term]:
    """Return code -> term, in the order of the file."""
    folder = files("musterpoint.apps.communications") / "default"
    said = yaml.safe_load((folder / "glossary.yaml").read_text(encoding="utf-8"))
    return {
        str(code): _term(str(code), held, said["known_by"]) for code, held in said["terms"].items()
    }


def _term(code: str, said: dict[str, Any], known_by: dict[str, list[str]]) -> Term:
    area = Area(said["area"])
    return Term(
        code=code,
        term=said["term"],
        area=area,
        plain=said["plain"],
        instead=said.get("instead", ""),
        instead_many=said.get("many", ""),
        keep=said.get("keep", ""),
        trap=said.get("trap", ""),
        aliases=tuple(said.get("aliases", ())),
        everyday=tuple(said.get("everyday", ())),
        known_by=tuple(said.get("known_by", known_by[area])),
    )
