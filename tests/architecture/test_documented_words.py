"""Ledger kinds, strategy fields, moves and keys are in the reference; its examples are right."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator
from enum import StrEnum

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.clocks import ClockKind, ClockState, EventKind
from musterpoint.domain.history.unfolding import KINDS as IMPORTED
from musterpoint.domain.policy import (
    aims,
    communications,
    continuity,
    document,
    duties,
    preparing,
    risks,
    scales,
)
from musterpoint.domain.states import NEXT, Status
from musterpoint.usecases.add_note import NoteKind
from tests.architecture.conftest import ROOT, SOURCE

REFERENCE = ROOT / "docs" / "reference"
DOCUMENT = (aims, communications, continuity, document, duties, preparing, risks, scales)
OTHER_STREAMS = {"Draft", "_append", "change", "_note"}
COMMAND = re.compile(r"\./musterpoint ([a-z_]+)")
SHORTCUT = re.compile(r"data-shortcut=\"([a-z/])\"|key=\"([a-z])\"")


def _said(page: str) -> set[str]:
    prose = re.sub(r"```.*?```", "", (REFERENCE / page).read_text(), flags=re.DOTALL)
    return set(re.findall(r"`([^`]+)`", prose))


def _texts(node: ast.AST) -> Iterator[str]:
    """Yield every text that an expression can come to."""
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def _entered(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "enter" and isinstance(call.func, ast.Attribute) and call.args:
        yield from _texts(call.args[0])
    if name == "_enter":
        yield from (
            text for arg in call.args if isinstance(arg, ast.Constant) for text in _texts(arg)
        )
    if name in OTHER_STREAMS:
        for keyword in call.keywords:
            if keyword.arg == "kind" and not isinstance(keyword.value, ast.Subscript):
                yield from _texts(keyword.value)


def _kinds() -> set[str]:
    trees = (ast.parse(path.read_text()) for path in SOURCE.rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    written = {kind for call in calls for kind in _entered(call)}
    return written | {"acknowledged", *IMPORTED, *(kind.value for kind in NoteKind)}


def test_every_kind_of_ledger_entry_is_described() -> None:
    assert _kinds() - _said("ledger.md") == set()


def _classes() -> Iterator[type]:
    """Yield every class that the document is made of."""
    for part in DOCUMENT:
        for one in vars(part).values():
            if isinstance(one, type) and one.__module__ == part.__name__:
                yield one


def test_every_part_of_the_strategy_is_described() -> None:
    own = [one for one in _classes() if dataclasses.is_dataclass(one)]
    fields = {field.name for one in own for field in dataclasses.fields(one)}
    said = (REFERENCE / "strategy.md").read_text()

    # ``code`` is the key a thing stands under, ``who`` and ``spans`` are written out as words, and
    # the days in force stand under ``in_force``.
    not_keys = {"code", "who", "spans", "in_force_from", "in_force_to"}
    assert {name for name in fields - not_keys if not re.search(rf"\b{name}\b", said)} == set()


def test_every_choice_of_the_strategy_is_described() -> None:
    words = {item.value for one in _classes() if issubclass(one, StrEnum) for item in one}
    said = (REFERENCE / "strategy.md").read_text()

    assert {word for word in words if not re.search(rf"\b{word}\b", said)} == set()


def test_every_clock_state_and_event_is_described() -> None:
    words = {one.value for kind in (ClockKind, ClockState, EventKind) for one in kind}

    assert words - _said("clocks.md") == set()


def test_every_move_is_described() -> None:
    rows = [line.split("|") for line in (REFERENCE / "states.md").read_text().splitlines()]
    moves = {
        (start, end)
        for row in rows
        if len(row) == 6
        for start in re.findall(r"`([a-z_]+)`", row[1])
        for end in re.findall(r"`([a-z_]+)`", row[2])
    }

    legal = {(present.value, to.value) for present in Status for to in NEXT[present]}
    assert moves == legal


def test_every_key_is_described() -> None:
    templates = SOURCE / "interfaces" / "web" / "templates"
    texts = [path.read_text() for path in templates.rglob("*.html")]
    texts.append((SOURCE / "interfaces" / "web" / "shown" / "actions.py").read_text())
    keys = {one or other for text in texts for one, other in SHORTCUT.findall(text)}

    assert {
        key for key in keys if f"`{key.upper()}`" not in (REFERENCE / "keyboard.md").read_text()
    } == set()


def test_the_examples_of_the_strategy_are_right() -> None:
    page = (REFERENCE / "strategy.md").read_text()
    examples = "".join(re.findall(r"```yaml\n(.*?)```", page, re.DOTALL))

    left_out = {"closing", "generic_category", "logging", "major", "reassess"}
    # The roles and calendars that the examples name are left out too, for brevity.
    found = {
        (one.path, one.says)
        for one in yaml_text.examine(examples).findings
        if not one.says.startswith("There is no ")
    }
    assert found == {(name, f"'{name}' is missing.") for name in left_out}


def test_every_command_that_is_shown_exists() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    shown = {word for page in pages for word in COMMAND.findall(page.read_text())}
    described = set(
        re.findall(r"^\| `([a-z_]+)", (REFERENCE / "commands.md").read_text(), re.MULTILINE)
    )

    assert shown - described == set()
