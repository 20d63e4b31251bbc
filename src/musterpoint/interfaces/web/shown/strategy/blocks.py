"""What a page of the strategy is made of: blocks, their entries, and what is said about each.

Values for templates. An entry stands for one clause; its ``path`` is its name and its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from musterpoint.apps.policies.drawings.tables import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word in a frame. With ``priority`` it is the badge of one."""

    label: str
    tone: str = ""
    priority: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing said about an entry: as words, as a list, or as links."""

    label: str
    says: str = ""
    items: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an entry that is itself a clause, such as a task or a step."""

    path: str
    says: str
    beside: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One clause. Its ``lines`` are numbered when they are ``counted``."""

    path: str
    title: str
    says: str = ""
    why: str = ""
    tags: tuple[Tag, ...] = ()
    facts: tuple[Fact, ...] = ()
    lines: tuple[Line, ...] = ()
    counted: bool = True
    drawing: str = ""
    table: Table | None = None
    links: tuple[Link, ...] = ()
    number: str = ""

    def words(self) -> str:
        """Return everything that a search looks through."""
        facts = (word for fact in self.facts for word in (fact.label, fact.says, *fact.items))
        links = (link.label for fact in self.facts for link in fact.links)
        lines = (word for line in self.lines for word in (line.says, line.more))
        return " ".join((self.title, self.says, self.why, self.path, *facts, *links, *lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One card of a page. ``template`` sets ``given`` in a way of its own, above the entries.

    The rows of a ``table`` are the places of their clauses when it is ``placed``.
    """

    title: str
    path: str = ""
    says: str = ""
    why: str = ""
    drawing: str = ""
    table: Table | None = None
    placed: bool = False
    entries: tuple[Entry, ...] = ()
    template: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    owner: str = ""
    number: str = ""

    def anchors(self) -> Iterator[str]:
        """Yield the name of every clause that has its place here."""
        yield from (self.path, *self.places)
        if self.table is not None and self.placed:
            yield from (row.clause for row in self.table.rows)
        for entry in self.entries:
            yield entry.path
            yield from (fact.path for fact in entry.facts)
            yield from (line.path for line in entry.lines)


def facts(*found: Fact | None) -> tuple[Fact, ...]:
    """Return what is said; a fact that says nothing is left out."""
    return tuple(one for one in found if one and (one.says or one.items or one.links))
