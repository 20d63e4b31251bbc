"""A text as a tree of values that know where they stand.

A reader of any notation hands it to ``parsing``, so that the domain names exact lines without
knowing the notation. Plain trees (dictionaries, lists, scalars) go the other way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Scalar = str | int | float | bool | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the text, counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A value and where it begins. ``keys`` says where each key of a mapping stands."""

    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    line: int
    column: int
    keys: Mapping[str, Position] = field(default_factory=dict)


def grown(plain: Plain) -> Node:
    """Return a plain tree as nodes that stand nowhere, for strategies built without a text."""
    value: Scalar | tuple[Node, ...] | Mapping[str, Node]
    if isinstance(plain, dict):
        value = {key: grown(item) for key, item in plain.items()}
    elif isinstance(plain, list):
        value = tuple(grown(item) for item in plain)
    else:
        value = plain
    return Node(value=value, line=0, column=0)


def plain_of(node: Node) -> Plain:
    """Return the plain tree of ``node``, without where it stands."""
    if isinstance(node.value, Mapping):
        return {key: plain_of(item) for key, item in node.value.items()}
    if isinstance(node.value, tuple):
        return [plain_of(item) for item in node.value]
    return node.value


def place(root: Node, path: str) -> Position:
    """Return where the dotted ``path`` stands, or the nearest part of it that is in the text."""
    node, found = root, Position(root.line, root.column)
    for key in path.split(".") if path else ():
        if not isinstance(node.value, Mapping) or key not in node.value:
            break
        node = node.value[key]
        found = Position(node.line, node.column)
    return found if path else Position(root.line, root.column)
