"""The glossary as it stands: the shipped terms, and what this centre made of them."""

from __future__ import annotations

from dataclasses import dataclass

from musterpoint.apps.communications.glossary_record import SAID
from musterpoint.apps.communications.models import GlossaryTerm
from musterpoint.apps.communications.shipped_terms import shipped_terms
from musterpoint.domain.plain_words import Area, Term


class NoSuchTerm(Exception):
    """The glossary has no such term."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no term {code!r}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term with where it comes from. ``row`` is None for a shipped one that nobody changed."""

    term: Term
    row: GlossaryTerm | None = None
    is_shipped: bool = False

    @property
    def is_left_out(self) -> bool:
        return self.row is not None and self.row.is_left_out

    @property
    def version(self) -> int:
        """What a change has to have seen: 0 before the first one."""
        return self.row.version if self.row else 0


def entries() -> list[Entry]:
    """Return every term by its name, those left out too. One statement."""
    shipped = shipped_terms()
    rows = {row.code: row for row in GlossaryTerm.objects.select_related("changed_by")}
    found = [
        Entry(term=term, is_shipped=True) for code, term in shipped.items() if code not in rows
    ]
    found += [
        Entry(term=value_of(row), row=row, is_shipped=code in shipped) for code, row in rows.items()
    ]
    return sorted(found, key=lambda one: one.term.term.lower())


def entry(code: str) -> Entry:
    """Return one term, or raise NoSuchTerm."""
    row = GlossaryTerm.objects.select_related("changed_by").filter(code=code).first()
    shipped = shipped_terms().get(code)
    if row is not None:
        return Entry(term=value_of(row), row=row, is_shipped=shipped is not None)
    if shipped is None:
        raise NoSuchTerm(code)
    return Entry(term=shipped, is_shipped=True)


def glossary() -> tuple[Term, ...]:
    """Return the terms that texts are checked against. One statement."""
    return tuple(one.term for one in entries() if not one.is_left_out)


def value_of(row: GlossaryTerm) -> Term:
    """Return what a row says."""
    said = {name: getattr(row, name) for name in SAID}
    lists = {name: tuple(said[name]) for name in ("aliases", "everyday", "known_by")}
    return Term(code=row.code, **said | lists | {"area": Area(row.area)})
