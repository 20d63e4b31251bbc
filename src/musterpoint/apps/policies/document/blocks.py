"""What a document is made of, whatever it is printed with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A numbered heading; ``clause`` is the name under which the rules cite what follows."""

    level: int
    number: str
    text: str
    clause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The rationale beside a decision."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Names and what they stand for."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Cells of text under a head. ``widths`` are shares of the line, equal when empty."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing as SVG, and the same in words for whoever cannot see it."""

    svg: str
    alt: str
    caption: str = ""


Block = Heading | Text | Why | Bullets | Rows | Table | Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands on the first page. ``made_at`` is in the zone of the document."""

    title: str
    organisation: str
    version: str
    standing: str
    made_at: datetime
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Cover and body, in the order of reading."""

    cover: Cover
    blocks: tuple[Block, ...]
