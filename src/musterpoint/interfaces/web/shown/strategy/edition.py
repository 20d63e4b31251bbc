"""One strategy as it is read: what it says, on which day, and where its pages are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.parts import PART_OF_KEY
from musterpoint.interfaces.web.shown.strategy.blocks import Link
from musterpoint.interfaces.web.shown.strategy.naming import name_of, title_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A version, or a draft when it has no ``number``. ``base`` is the address of its pages."""

    strategy: Strategy
    on: date
    base: str
    number: int | None = None
    in_force: bool = False

    def address(self, part: str, *, code: str = "", place: str = "") -> str:
        """Return the address of a part, of a category in it, of a clause's place."""
        version = f"version={self.number}&" if self.number else ""
        tail = f"&code={code}" if code else ""
        return f"{self.base}?{version}part={part}{tail}{'#' if place else ''}{place}"

    def clause(self, path: str) -> str:
        """Return the address that leads to a clause wherever it stands."""
        if self.number:
            return reverse("web:clause", args=[self.number, path])
        key, _dot, rest = path.partition(".")
        part = PART_OF_KEY.get(key)
        if key == "categories" and rest:
            return self.address("category", code=rest.partition(".")[0], place=path)
        return self.address(part.code if part else key, place=path)

    def links(self, paths: Iterable[str]) -> tuple[Link, ...]:
        """Return links to clauses anywhere in the document."""
        return tuple(
            Link(label=title_of(self.strategy, path), url=self.clause(path)) for path in paths
        )

    def links_to(self, key: str, codes: Iterable[str]) -> tuple[Link, ...]:
        """Return links to entries of one part, by their names alone."""
        return tuple(
            Link(label=name_of(self.strategy, key, code), url=self.clause(f"{key}.{code}"))
            for code in codes
        )
