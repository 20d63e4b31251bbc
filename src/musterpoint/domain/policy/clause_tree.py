"""What stands at one place of the document, said without words of its own: by names and values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from musterpoint.domain.policy.clause_names import plain_tree
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.tree import Plain

_NAMES = ("name", "asks", "says")


def at(strategy: Strategy, path: Sequence[str]) -> Plain:
    """Return what stands at ``path``, or raise KeyError."""
    found: Plain = plain_tree(strategy)
    for place, key in enumerate(path):
        if not isinstance(found, dict):
            raise KeyError(key)
        rest = ".".join(path[place:])  # clauses of a framework have dots in their names
        if key not in found and rest in found:
            return found[rest]
        found = found[key]
    return found


def titled(path: Sequence[str]) -> str:
    """Return a path as a title: spaces for underscores, the first letter large."""
    title = " ".join(path).replace("_", " ")
    return title[:1].upper() + title[1:]


def plainly(value: Plain) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "; ".join(f"{key}: {plainly(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(plainly(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def called(code: str, entry: Plain) -> str:
    """Return the name of an entry, or all that it says where it has none."""
    known = [entry[key] for key in _NAMES if key in entry] if isinstance(entry, dict) else []
    return str(known[0]) if known else f"{code}: {plainly(entry)}"


def rows(value: Plain, *names: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a clause, each by its name; those of parts too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from rows(item, *names, str(key))
    elif names:
        yield ": ".join(names).replace("_", " ").capitalize(), plainly(value)
