"""How the chapters say lengths of time, days, people and codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta

from musterpoint.domain.policy.document import Strategy, Tell, TellKind
from musterpoint.domain.policy.spans import span_text

Numbers = Callable[[str], str]
"""From the name of a clause to its number, such as 5.2."""

NOTHING = "–"


def span(length: timedelta | None) -> str:
    return NOTHING if length is None else span_text(length)


def working(length: timedelta | None) -> str:
    """Return working time, which is never said in days."""
    return NOTHING if length is None else span_text(length, largest="h")


def day(when: date | None) -> str:
    return NOTHING if when is None else f"{when.day} {when:%B %Y}"


def plain(code: str) -> str:
    """Return a code as words: underscores out, the first letter large."""
    words = code.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def role(strategy: Strategy, code: str) -> str:
    rule = strategy.roles.get(code)
    return rule.name if rule is not None else plain(code)


def roles(strategy: Strategy, codes: Iterable[str]) -> str:
    return listed(role(strategy, code) for code in codes)


def listed(words: Iterable[str]) -> str:
    return ", ".join(word for word in words if word) or NOTHING


def told(strategy: Strategy, tell: Tell) -> str:
    """Return whom a step tells, and what they are when that is not a role."""
    if tell.kind is TellKind.ROLE:
        return role(strategy, tell.who)
    return tell.who if tell.kind is TellKind.ADDRESS else f"{tell.kind.value} {plain(tell.who)}"


def said(**rows: str) -> Iterator[tuple[str, str]]:
    """Yield the rows that say something, named as people read them."""
    for name, value in rows.items():
        if value and value != NOTHING:
            yield plain(name), value


def by_part(strategy: Strategy, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield named clauses part by part, each as it is called."""
    parts: dict[str, list[str]] = {}
    for name in names:
        parts.setdefault(name.partition(".")[0], []).append(_named(strategy, name))
    for part, found in parts.items():
        yield plain(part), listed(found)


def _named(strategy: Strategy, name: str) -> str:
    """Return what an entry is called; of a whole part, that it is the whole."""
    part, _, rest = name.partition(".")
    entries = getattr(strategy, part, None)
    if isinstance(entries, Mapping) and rest in entries:
        return str(getattr(entries[rest], "name", "")) or plain(rest)
    return plain(rest.replace(".", " ")) or "all of it"
