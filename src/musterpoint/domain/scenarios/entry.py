"""Reading one mapping of a scenario's text, key by key, and remembering what is wrong with it.

More lenient than a strategy: what is left out is empty, and what is not known is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches

from musterpoint.domain.policy.findings import Finding, Severity
from musterpoint.domain.policy.tree import Node, Position

LONGEST = 60 * 24 * 400
"""Minutes. Later than that is a slip of the pen."""


class Entry:
    """One mapping of the text. What cannot be read becomes something harmless, and a finding."""

    def __init__(self, node: Node, path: str, findings: list[Finding]) -> None:
        self.node, self.path, self.findings = node, path, findings
        self.known: set[str] = set()
        self.values: Mapping[str, Node] = {}
        if isinstance(node.value, Mapping):
            self.values = node.value
        else:
            self.wrong(node, path, "a mapping of names to values")

    def take(self, key: str) -> Node | None:
        self.known.add(key)
        node = self.values.get(key)
        return None if node is None or node.value is None else node

    def must(self, key: str) -> Node | None:
        node = self.take(key)
        if node is None:
            says = f"'{key}' is missing."
            self.findings.append(finding(self.node, self.at(key), says, f"Add '{key}:' here."))
        return node

    def text(self, key: str, *, required: bool = False) -> str:
        node = self.must(key) if required else self.take(key)
        return "" if node is None else self.text_of(node, key)

    def text_of(self, node: Node, key: str) -> str:
        if isinstance(node.value, Mapping | tuple) or node.value is None:
            self.wrong(node, self.at(key), "some text")
            return ""
        return str(node.value).strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text counts as a list of one."""
        node = self.take(key)
        if node is None:
            return ()
        items = node.value if isinstance(node.value, tuple) else (node,)
        return tuple(text for item in items if (text := self.text_of(item, key)))

    def minute(self, key: str) -> int:
        node = self.must(key)
        if node is None:
            return 0
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST:
            self.wrong(node, self.at(key), "whole minutes from the start, 0 or more")
            return 0
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        node = self.take(key)
        if node is None:
            return default
        if not isinstance(node.value, bool):
            self.wrong(node, self.at(key), "true or false")
            return default
        return node.value

    def instant(self, key: str) -> datetime | None:
        """Return an instant with its distance from UTC, or None when there is none."""
        node = self.take(key)
        if node is None:
            return None
        try:
            found = datetime.fromisoformat(str(node.value))
        except ValueError:
            found = None
        if found is None or found.tzinfo is None:
            self.wrong(node, self.at(key), "an instant such as 2026-12-24T16:20+00:00")
            return None
        return found

    def entries(self, key: str) -> Iterator[Entry]:
        """Yield every mapping of the list under ``key`` and note what it has too much of."""
        node = self.take(key)
        if node is None:
            return
        if not isinstance(node.value, tuple):
            self.wrong(node, self.at(key), "a list")
            return
        for number, item in enumerate(node.value, start=1):
            entry = Entry(item, f"{self.at(key)}.{number}", self.findings)
            yield entry
            entry.end()

    def inner(self, key: str) -> Entry:
        """Return the mapping under ``key``; an absent one is empty."""
        node = self.take(key)
        empty = Node(value={}, line=self.node.line, column=self.node.column)
        return Entry(node or empty, self.at(key), self.findings)

    def at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, node: Node, path: str, wanted: str) -> None:
        self.findings.append(finding(node, path, "This cannot be read.", f"Write {wanted}."))

    def end(self) -> None:
        """Note every key that nobody asked for; it does no harm."""
        for key in self.values:
            if key in self.known:
                continue
            where = self.node.keys.get(key, Position(self.node.line, self.node.column))
            near = get_close_matches(key, sorted(self.known), n=1)
            remedy = f"Did you mean '{near[0]}'?" if near else "It is passed over."
            says = f"'{key}' is not known here."
            note = finding(where, self.at(key), says, remedy, severity=Severity.WARNING)
            self.findings.append(note)


def finding(
    where: Node | Position,
    path: str,
    says: str,
    remedy: str,
    *,
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(
        path=path,
        says=says,
        remedy=remedy,
        line=where.line,
        column=where.column,
        severity=severity,
    )
