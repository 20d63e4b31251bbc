"""A framework as data: its clauses, their titles, and what answers each.

Titles only: the text of a standard belongs to its publisher and is not repeated here.
"""

from __future__ import annotations

from dataclasses import dataclass

from musterpoint.domain.conformity.records import RecordKind
from musterpoint.domain.policy.findings import Finding, errors, in_order
from musterpoint.domain.policy.reading.part import Part
from musterpoint.domain.policy.tree import Node, Position

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkClause:
    """One clause. ``document`` names clauses of the strategy, ``records`` what must have been done.

    ``closes`` is said beside a gap when more than the usual is to be said.
    """

    code: str
    title: str
    document: tuple[str, ...] = ()
    records: tuple[RecordKind, ...] = ()
    closes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A standard or a set of practices, its clauses in order."""

    code: str
    name: str
    says: str
    clauses: tuple[FrameworkClause, ...]


def build(node: Node) -> tuple[Framework | None, tuple[Finding, ...]]:
    """Return the framework, or None with everything that is wrong in the text."""
    findings: list[Finding] = []
    root = Part(node, "", findings)
    _check_format(root)
    framework = Framework(
        code=root.text("code"),
        name=root.text("name"),
        says=root.text("says", ""),
        clauses=tuple(_clauses(root)),
    )
    root.end()
    return (None if errors(findings) else framework), in_order(findings)


def _check_format(root: Part) -> None:
    node = root.take("format")
    if node is not None and node.value != FORMAT:
        root.note(node, "format", f"Format {node.value} is not known.", f"Write format: {FORMAT}.")
    code = root.entries.get("code")
    if code is not None and isinstance(code.value, str):
        root.check_code(code.value)


def _clauses(root: Part) -> list[FrameworkClause]:
    inner = root.part("clauses")
    if not inner.entries:
        where = Position(inner.node.line, inner.node.column)
        root.note(where, "clauses", "There is no clause.", "Name at least one.")
    return [_clause(code, Part(node, inner.at(code), inner.findings)) for code, node in
            inner.entries.items()]  # fmt: skip


def _clause(code: str, part: Part) -> FrameworkClause:
    found = FrameworkClause(
        code=code,
        title=part.text("title"),
        document=part.texts("document"),
        records=_records(part),
        closes=part.text("closes", ""),
    )
    part.end()
    return found


def _records(part: Part) -> tuple[RecordKind, ...]:
    found: list[RecordKind] = []
    for word in part.texts("records"):
        if word in set(RecordKind):
            found.append(RecordKind(word))
            continue
        known = ", ".join(kind.value for kind in RecordKind)
        where = part.entries["records"]
        part.note(where, part.at("records"), f"There is no record '{word}'.", f"Known: {known}.")
    return tuple(found)
