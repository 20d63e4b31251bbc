"""Reading one mapping of a strategy text, key by key, and remembering everything that is wrong.

A value that cannot be read is replaced by a harmless one and noted, so that one pass finds all
errors. Nothing here knows what the strategy means.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum
from math import isfinite
from typing import TypeVar

from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.spans import NotASpan, parse_span
from musterpoint.domain.policy.tree import Node, Position

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
REQUIRED = object()


class Part:
    """One mapping of the text. Keys that nobody read by ``end`` are findings."""

    def __init__(self, node: Node, path: str, findings: list[Finding]) -> None:
        self.node = node
        self.path = path
        self.findings = findings
        self.entries: Mapping[str, Node] = {}
        self._read: set[str] = set()
        if isinstance(node.value, Mapping):
            self.entries = node.value
        else:
            self._wrong(node, path, "a mapping of names to values")

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def note(self, where: Node | Position, path: str, says: str, remedy: str) -> None:
        self.findings.append(
            Finding(path=path, says=says, remedy=remedy, line=where.line, column=where.column)
        )

    def take(self, key: str, *, required: bool = True) -> Node | None:
        """Return the node of ``key`` and count it as read; note it when it must be there."""
        self._read.add(key)
        node = self.entries.get(key)
        if node is None and required:
            self.note(self.node, self.at(key), f"'{key}' is missing.", f"Add '{key}:' here.")
        return node

    def text(self, key: str, default: str | None = None) -> str:
        node = self.take(key, required=default is None)
        if node is None:
            return default or ""
        if isinstance(node.value, str) and node.value.strip():
            return node.value
        if node.value == "" and default is not None:
            return ""
        self._wrong(node, self.at(key), "some text")
        return ""

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self._is_there(key) else None

    def flag(self, key: str, default: bool | None = None) -> bool:
        node = self.take(key, required=default is None)
        if node is None:
            return bool(default)
        if not isinstance(node.value, bool):
            self._wrong(node, self.at(key), "true or false")
        return node.value is True

    def whole(self, key: str, default: int | None = None) -> int:
        node = self.take(key, required=default is None)
        return (default or 0) if node is None else self._whole_of(node, self.at(key), default or 0)

    def optional_whole(self, key: str) -> int | None:
        return self.whole(key) if self._is_there(key) else None

    def wholes(self, key: str) -> tuple[int, ...]:
        return tuple(
            self._whole_of(item, self.at(key), 0) for item in self._items(key, required=True)
        )

    def optional_number(self, key: str) -> float | None:
        node = self.take(key, required=False)
        if node is None:
            return None
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            self._wrong(node, self.at(key), "a number such as 90 or 4.5")
            return None
        return float(value)

    def share(self, key: str) -> float | None:
        node = self.take(key, required=False)
        return None if node is None else self._share_of(node, self.at(key))

    def shares(self, key: str, *, required: bool = True) -> tuple[float, ...]:
        items = self._items(key, required=required)
        return tuple(self._share_of(item, self.at(key)) for item in items)

    def span(self, key: str, default: timedelta | None = None) -> timedelta:
        node = self.take(key, required=default is None)
        return (default or timedelta(0)) if node is None else self.span_of(node, self.at(key))

    def optional_span(self, key: str) -> timedelta | None:
        return self.span(key) if self._is_there(key) else None

    def moments(self, key: str) -> tuple[timedelta, ...]:
        """Return a list of lengths of time."""
        return tuple(self.span_of(item, self.at(key)) for item in self._items(key, required=True))

    def optional_day(self, key: str) -> date | None:
        if not self._is_there(key):
            return None
        node = self.entries[key]
        return self.day_of(node, self.at(key), node.value)

    def spans(self, key: str) -> dict[str, timedelta]:
        """Return a mapping of codes to lengths of time; an absent one is empty."""
        node = self.take(key, required=False)
        if node is None:
            return {}
        part = Part(node, self.at(key), self.findings)
        return {code: part.span(code) for code in part.entries}

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts; what stands in it twice is noted."""
        found: list[str] = []
        for item in self._items(key, required=required):
            if not isinstance(item.value, str) or not item.value.strip():
                self._wrong(item, self.at(key), "some text")
            elif item.value in found:
                says = f"'{item.value}' stands in '{key}' twice."
                self.note(item, self.at(key), says, "Leave one of them.")
            else:
                found.append(item.value)
        return tuple(found)

    def codes(self, key: str, *, required: bool = False) -> frozenset[str]:
        return frozenset(self.texts(key, required=required))

    def choice(self, key: str, kinds: type[E], default: E | None = None) -> E:
        node = self.take(key, required=default is None)
        if node is None:
            return default or next(iter(kinds))
        return self._one_of(node, self.at(key), kinds)

    def choices(self, key: str, kinds: type[E], *, required: bool = False) -> frozenset[E]:
        items = self._items(key, required=required)
        return frozenset(self._one_of(item, self.at(key), kinds) for item in items)

    def part(self, key: str) -> Part:
        """Return the mapping under ``key``; a missing one is noted and reads as empty."""
        node = self.take(key)
        if node is None:
            node = Node(value={}, line=self.node.line, column=self.node.column)
            return Part(node, self.at(key), [])
        return Part(node, self.at(key), self.findings)

    def optional_part(self, key: str) -> Part | None:
        return self.part(key) if self._is_there(key) else None

    def single(self, key: str, read: Callable[[Part], V]) -> V | None:
        """Return what ``read`` makes of the mapping under ``key``, or None where there is none."""
        part = self.optional_part(key)
        if part is None:
            return None
        made = read(part)
        part.end()
        return made

    def each(self, key: str, *, required: bool = True) -> Iterator[tuple[str, Part]]:
        """Yield the code and the mapping of every entry under ``key``, in the order of the text."""
        if not required and not self._is_there(key):
            return
        inner = self.part(key)
        for code, node in inner.entries.items():
            inner.check_code(code)
            yield code, Part(node, inner.at(code), self.findings)

    def keyed(
        self, key: str, read: Callable[[str, Part], V], *, required: bool = True
    ) -> dict[str, V]:
        """Return every entry under ``key`` as ``read`` makes it of its code and mapping."""
        made: dict[str, V] = {}
        for code, part in self.each(key, required=required):
            made[code] = read(code, part)
            part.end()
        return made

    def check_code(self, code: str) -> None:
        if not CODE.fullmatch(code):
            where = self.node.keys.get(code, Position(self.node.line, self.node.column))
            remedy = "Use letters, digits, '_' and '-' only."
            self.note(where, self.at(code), f"'{code}' cannot be a code.", remedy)

    def end(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.entries:
            if key in self._read:
                continue
            where = self.node.keys.get(key, Position(self.node.line, self.node.column))
            near = get_close_matches(key, sorted(self._read), n=1)
            known = ", ".join(sorted(self._read))
            remedy = f"Did you mean '{near[0]}'?" if near else f"Known here: {known}."
            self.note(where, self.at(key), f"'{key}' is not known here.", remedy)

    def span_of(self, node: Node, path: str) -> timedelta:
        try:
            return parse_span(node.value if isinstance(node.value, str) else "")
        except (NotASpan, OverflowError):
            self._wrong(node, path, "a length of time such as 5 min, 4 h or 2 d")
            return timedelta(0)

    def day_of(self, node: Node, path: str, text: object) -> date | None:
        """Return the day written in ``text``, or note that it is none."""
        try:
            return date.fromisoformat(text if isinstance(text, str) else "")
        except ValueError:
            says = (
                f"'{text}' is not a date." if isinstance(text, str) else f"This is {_said(node)}."
            )
            self.note(node, path, says, "Write year-month-day: 2026-12-25.")
            return None

    def _is_there(self, key: str) -> bool:
        self._read.add(key)
        return key in self.entries

    def _items(self, key: str, *, required: bool) -> tuple[Node, ...]:
        node = self.take(key, required=required)
        if node is None:
            return ()
        if not isinstance(node.value, tuple):
            self._wrong(node, self.at(key), "a list")
            return ()
        return node.value

    def _whole_of(self, node: Node, path: str, instead: int) -> int:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self._wrong(node, path, "a whole number, 0 or more")
            return instead
        return value

    def _share_of(self, node: Node, path: str) -> float:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
            self._wrong(node, path, "a share above 0 and up to 1, such as 0.25")
            return 1.0
        return float(value)

    def _one_of(self, node: Node, path: str, kinds: type[E]) -> E:
        for kind in kinds:
            if node.value == kind.value:
                return kind
        self._wrong(node, path, "one of " + ", ".join(kind.value for kind in kinds))
        return next(iter(kinds))

    def _wrong(self, node: Node, path: str, wanted: str) -> None:
        self.note(node, path, f"This is {_said(node)}.", f"Write {wanted}.")


def _said(node: Node) -> str:
    if isinstance(node.value, Mapping):
        return "a mapping"
    if isinstance(node.value, tuple):
        return "a list"
    if node.value is None or node.value == "":
        return "empty"
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return f"'{str(node.value)[:60]}'"
