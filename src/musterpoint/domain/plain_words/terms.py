"""A word of the trade: what to say instead, what must survive, and where people go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Area(StrEnum):
    """The part of the trade a term comes from."""

    QUALITY = "quality"
    DELIVERY = "delivery"
    COMMERCIAL = "commercial"
    PRODUCTION = "production"
    ENGINEERING = "engineering"
    SERVICE = "service"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of the glossary.

    ``plain`` is the sentence that explains it, ``instead`` the words that can stand in its place
    (``instead_many`` for its plural); where they are empty the term stays and is explained.
    ``everyday`` are those of its words that everybody uses for something else: never marked.
    ``known_by`` are audiences who use the term themselves.
    """

    code: str
    term: str
    plain: str
    area: Area = Area.SERVICE
    aliases: tuple[str, ...] = ()
    instead: str = ""
    instead_many: str = ""
    keep: str = ""
    trap: str = ""
    everyday: tuple[str, ...] = ()
    known_by: tuple[str, ...] = ()

    @property
    def marked_words(self) -> tuple[str, ...]:
        """The words by which it is recognised in a text."""
        return tuple(one for one in (self.term, *self.aliases) if one not in self.everyday)
