"""The pages of a strategy: one for each part of the document, one for each category.

Also where a clause stands, and what a search finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from musterpoint.domain.policy.clause_names import UnknownClause
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.numbering import number_of, numbers
from musterpoint.domain.policy.parts import PART_OF_KEY, PARTS
from musterpoint.interfaces.web.shown.strategy import wording
from musterpoint.interfaces.web.shown.strategy.aims import goals, purpose
from musterpoint.interfaces.web.shown.strategy.allowing import time
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry
from musterpoint.interfaces.web.shown.strategy.closing import review
from musterpoint.interfaces.web.shown.strategy.continuity import risks, services
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.owing import obligations
from musterpoint.interfaces.web.shown.strategy.preparing import (
    agreement,
    conformity,
    exercises,
    resources,
    training,
)
from musterpoint.interfaces.web.shown.strategy.priority import major, priority
from musterpoint.interfaces.web.shown.strategy.responding import paths, playbooks, roles
from musterpoint.interfaces.web.shown.strategy.sorting import categories, category
from musterpoint.interfaces.web.shown.strategy.telling import communications

Builder = Callable[[Edition], tuple[Block, ...]]
BUILDERS: Mapping[str, Builder] = {
    "purpose": purpose,
    "goals": goals,
    "services": services,
    "risks": risks,
    "priority": priority,
    "major": major,
    "time": time,
    "roles": roles,
    "paths": paths,
    "categories": categories,
    "playbooks": playbooks,
    "communications": communications,
    "obligations": obligations,
    "resources": resources,
    "training": training,
    "exercises": exercises,
    "review": review,
    "agreement": agreement,
    "conformity": conformity,
}
FORMER = {"priorities": "priority", "targets": "time", "closing": "review"}
"""What parts were called in addresses that may still be in somebody's notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page: its heading and what stands on it, each clause with its number."""

    heading: str
    part: str
    number: str
    blocks: tuple[Block, ...]


def page(edition: Edition, part: str) -> Page | None:
    """Return the page of a part of the document, or None when it has no such part."""
    part = FORMER.get(part, part)
    if part not in BUILDERS:
        return None
    number = next(str(one.number) for one in PARTS if one.code == part)
    blocks = tuple(_numbered(edition.strategy, one) for one in BUILDERS[part](edition))
    return Page(heading=wording.said(wording.PARTS, part), part=part, number=number, blocks=blocks)


def category_page(edition: Edition, code: str) -> Page | None:
    """Return the page of one category, or None when there is none of this code."""
    one = edition.strategy.categories.get(code)
    if one is None:
        return None
    blocks = tuple(_numbered(edition.strategy, block) for block in category(edition, one))
    number = number_in(edition.strategy, f"categories.{code}")
    return Page(heading=one.name, part="categories", number=number, blocks=blocks)


def place_of(edition: Edition, path: str) -> str | None:
    """Return the address of the place where a clause is read; None when no page shows it.

    A field without a place of its own is read where the clause stands that it belongs to.
    """
    key, _dot, rest = path.partition(".")
    code = rest.partition(".")[0]
    if key == "parts":
        return edition.address(code)
    part = PART_OF_KEY.get(key)
    if key == "categories" and code:
        found = category_page(edition, code)
    else:
        found = page(edition, part.code) if part else None
    place = _nearest(found, _short(path)) if found else ""
    if found is None or (rest and not place):
        return None
    if key == "categories" and code:
        return edition.address("category", code=code, place=place)
    return edition.address(found.part, place=place)


def _nearest(found: Page, path: str) -> str:
    places = {place for block in found.blocks for place in block.anchors() if place}
    while path and path not in places:
        path = path.rpartition(".")[0]
    return path


def _short(path: str) -> str:
    """Return the name as it stands on the page: a step or task right under its entry."""
    return path.replace(".steps.", ".").replace(".tasks.", ".").replace(".clocks.", ".")


def search(edition: Edition, words: str) -> tuple[tuple[Entry, str], ...]:
    """Return every clause that holds all the words, each with the address of its place."""
    wanted = words.casefold().split()
    return tuple(
        (entry, address)
        for entry, address in _entries(edition)
        if all(word in entry.words().casefold() for word in wanted)
    )


def _entries(edition: Edition) -> Iterator[tuple[Entry, str]]:
    for part in BUILDERS:
        found = page(edition, part)
        for block in found.blocks if found else ():
            if block.says and block.path:
                entry = Entry(path=block.path, title=block.title, says=block.says, why=block.why,
                              number=block.number)  # fmt: skip
                yield entry, edition.address(part, place=block.path)
            for entry in block.entries:
                yield entry, edition.address(part, place=entry.path)
    for code in edition.strategy.categories:
        found = category_page(edition, code)
        for entry in found.blocks[0].entries if found else ():
            yield entry, edition.address("category", code=code, place=entry.path)


def _numbered(strategy: Strategy, block: Block) -> Block:
    entries = tuple(replace(one, number=number_in(strategy, one.path)) for one in block.entries)
    return replace(block, entries=entries, number=number_in(strategy, block.path))


def number_in(strategy: Strategy, path: str) -> str:
    """Return the number of a clause, or of the one it stands in; nothing for what is none."""
    known = numbers(strategy).of
    if path in known:
        return known[path]
    try:
        return number_of(strategy, path) if path else ""
    except UnknownClause:
        return ""
