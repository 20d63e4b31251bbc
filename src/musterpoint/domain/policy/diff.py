"""What changed between two strategies, clause by clause, in words a reader can check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.tree import Plain

_ORDERED = frozenset({"impact", "urgency", "priorities", "overrides", "criteria", "stand_down",
                      "steps", "tasks", "triage", "likelihood", "consequence",
                      "bands"})  # fmt: skip
_NAMES = ("name", "says", "asks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One clause that differs. ``old`` None: it is new; ``new`` None: it is gone."""

    path: str
    old: str | None
    new: str | None

    def __str__(self) -> str:
        if self.old is None:
            return f"{self.path}: added: {self.new}"
        if self.new is None:
            return f"{self.path}: removed: {self.old}"
        return f"{self.path}: {self.old} → {self.new}"


def diff(old: Strategy, new: Strategy) -> tuple[Change, ...]:
    """Return every difference, in the order of the document."""
    return tuple(_between(dump(old), dump(new), ""))


def changed(old: Plain, new: Plain, at: str) -> tuple[Change, ...]:
    """Return every difference within one clause, as it stands at ``at``."""
    return tuple(_entry(old, new, at))


def _between(old: dict[str, Plain], new: dict[str, Plain], at: str) -> Iterator[Change]:
    for key in dict.fromkeys((*old, *new)):
        path = f"{at}.{key}" if at else key
        if key not in new:
            yield Change(path=path, old=_shown(old[key]), new=None)
        elif key not in old:
            yield Change(path=path, old=None, new=_shown(new[key]))
        else:
            yield from _entry(old[key], new[key], path)
    if at.rpartition(".")[2] in _ORDERED:
        yield from _order(old, new, at)


def _entry(before: Plain, after: Plain, path: str) -> Iterator[Change]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _between(before, after, path)
    elif before != after:
        yield Change(path=path, old=_shown(before), new=_shown(after))


def _order(old: dict[str, Plain], new: dict[str, Plain], at: str) -> Iterator[Change]:
    before = [key for key in old if key in new]
    after = [key for key in new if key in old]
    if before != after:
        yield Change(path=f"{at} (order)", old=", ".join(before), new=", ".join(after))


def _shown(value: Plain) -> str:
    """Return a value on one line; of a whole part, what it is called."""
    if isinstance(value, dict):
        named = [str(value[key]) for key in _NAMES if key in value]
        return named[0] if named else ", ".join(f"{k} {_shown(v)}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
