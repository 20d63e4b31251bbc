"""Strategy texts in YAML: reading with the line of every value, writing in one stable style.

Reads a plain subset on purpose. Only null, true, false and numbers are special; 09:00, 2026-12-25
and no stay the texts they look like. Aliases and tags are refused, so that no text can grow or run.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import yaml

from musterpoint.domain.policy.checks import check
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.findings import Finding, errors, in_order
from musterpoint.domain.policy.parsing import build
from musterpoint.domain.policy.references import unknown_references
from musterpoint.domain.policy.tree import Node, Plain, Position, Scalar

LONGEST_TEXT = 4_000_000
DEEPEST = 40
LINE_LENGTH = 96
FLOW_LENGTH = 80
SHORT_ITEM = 26

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+][0-9]+)?")
_BREAKS = re.compile("[\r\x85\u2028\u2029\ufeff]")  # lost or turned into line ends when bare
_TRUTHS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_PLAIN_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "merge", "value"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a text held: its tree (None when it is not YAML) and what was wrong with it."""

    root: Node | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A text as a strategy (None when a finding is an error) and everything found in it."""

    strategy: Strategy | None
    findings: tuple[Finding, ...]


def read(text: str) -> Reading:
    """Return the tree of ``text`` with positions. Raises nothing: what is wrong is a finding."""
    if len(text) > LONGEST_TEXT:
        return Reading(
            root=None, findings=(_finding(1, 1, "The text is too long.", "Shorten it."),)
        )
    try:
        deep = _nested_too_deeply(text)
        composed = None if deep else yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as trouble:
        return Reading(root=None, findings=(_of_trouble(trouble),))
    if deep is not None:
        return Reading(root=None, findings=(deep,))
    if composed is None:
        empty = _finding(1, 1, "The text is empty.", "Start from the default strategy.")
        return Reading(root=None, findings=(empty,))
    grower = _Grower()
    root = grower.grow(composed, "")
    return Reading(root=root, findings=tuple(grower.findings))


@lru_cache(maxsize=4)
def examine(text: str) -> Examined:
    """Read, parse and check ``text`` in one go, with every finding at its line.

    The last few are remembered: what is checked, published and then put in force is one text.
    """
    reading = read(text)
    if reading.root is None:
        return Examined(strategy=None, findings=reading.findings)
    strategy, found = build(reading.root)
    findings = [*reading.findings, *found]
    if strategy is not None:
        findings += unknown_references(strategy, reading.root)
        findings += check(strategy, root=reading.root)
    return Examined(
        strategy=None if errors(findings) else strategy,
        findings=in_order(findings),
    )


def strategy_text(strategy: Strategy) -> str:
    """Return the one text of ``strategy``."""
    return write(dump(strategy))


def write(tree: Mapping[str, Plain]) -> str:
    """Return ``tree`` as YAML in the order given; short lists and rows stay on one line."""
    return yaml.dump(
        dict(tree),
        Dumper=_Writer,
        sort_keys=False,
        allow_unicode=True,
        width=LINE_LENGTH,
        default_flow_style=False,
    )


def _nested_too_deeply(text: str) -> Finding | None:
    """Return a finding before composing, which goes down as deep as the text and would crash."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST and event.start_mark is not None:
            line, column = event.start_mark.line + 1, event.start_mark.column + 1
            return _finding(line, column, "The text is nested too deeply.", "Flatten it.")
    return None


class _Grower:
    """Turns composed YAML nodes into a located tree."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._met: set[int] = set()

    def grow(self, node: yaml.Node, path: str) -> Node:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if id(node) in self._met:
            says = "An alias repeats another part of the text."
            self.findings.append(_finding(line, column, says, "Write it out.", path))
            return Node(value=None, line=line, column=column)
        self._met.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, line, column)
        if isinstance(node, yaml.SequenceNode):
            items = tuple(self.grow(item, path) for item in node.value)
            return Node(value=items, line=line, column=column)
        return Node(value=self._scalar(node, path), line=line, column=column)

    def _mapping(self, node: yaml.MappingNode, path: str, line: int, column: int) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Position] = {}
        for key_node, value_node in node.value:
            at = Position(key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                says = "A key must be a plain word."
                self.findings.append(_finding(at.line, at.column, says, "Use a code.", path))
                continue
            key = str(key_node.value)
            where = f"{path}.{key}" if path else key
            if key in values:
                says = f"'{key}' stands here twice, first on line {keys[key].line}."
                remedy = "Remove one or rename it."
                self.findings.append(_finding(at.line, at.column, says, remedy, where))
                continue
            values[key] = self.grow(value_node, where)
            keys[key] = at
        return Node(value=values, line=line, column=column, keys=keys)

    def _scalar(self, node: yaml.Node, path: str) -> Scalar:
        text = str(node.value)
        if node.tag.rpartition(":")[2] not in _PLAIN_TAGS:
            says = f"The tag {node.tag} is not allowed."
            mark = node.start_mark
            found = _finding(mark.line + 1, mark.column + 1, says, "Write the plain value.", path)
            self.findings.append(found)
        return text if getattr(node, "style", None) else _plain(text)


def _plain(text: str) -> Scalar:
    if text in _NULLS:
        return None
    if text in _TRUTHS:
        return _TRUTHS[text]
    if _INT.fullmatch(text) and len(text) < 20:
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _finding(line: int, column: int, says: str, remedy: str, path: str = "") -> Finding:
    return Finding(path=path, says=says, remedy=remedy, line=line, column=column)


def _of_trouble(trouble: yaml.YAMLError) -> Finding:
    mark = getattr(trouble, "problem_mark", None) or getattr(trouble, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    problem = getattr(trouble, "problem", None) or str(trouble).splitlines()[0]
    remedy = "Check indentation, colons and quotes on this line and the one above."
    return _finding(line, column, f"This is not YAML: {problem}.", remedy)


class _Writer(yaml.SafeDumper):
    """Block style, with short lists and rows of codes on one line, and no aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the name is PyYAML's
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's
        super().increase_indent(flow, False)  # lists stand in from their key


def _list_of(writer: _Writer, items: list[object]) -> yaml.Node:
    node = writer.represent_sequence("tag:yaml.org,2002:seq", items)
    node.flow_style = not any(
        isinstance(item, list | dict) or len(str(item)) > SHORT_ITEM for item in items
    )
    return node


def _row_of(writer: _Writer, entries: dict[str, object]) -> yaml.Node:
    node = writer.represent_mapping("tag:yaml.org,2002:map", entries.items())
    codes = all(isinstance(item, str) and item.isalnum() for item in entries.values())
    node.flow_style = codes and sum(len(f"{k}{v}") + 4 for k, v in entries.items()) <= FLOW_LENGTH
    return node


def _text_of(writer: _Writer, text: str) -> yaml.Node:
    quoted = '"' if _BREAKS.search(text) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=quoted)


_Writer.add_representer(str, _text_of)
_Writer.add_representer(list, _list_of)
_Writer.add_representer(dict, _row_of)
