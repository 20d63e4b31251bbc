from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.policies.yaml_text import examine, read, strategy_text, write
from musterpoint.domain.policy.findings import errors
from musterpoint.domain.policy.tree import Node
from tests.domain.strategies import shipped, shipped_text

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(["no", "yes", "on", "09:00", "2026-12-25", "1e3", "0x1F", "~", "null", "+1"])
)
plain = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=20,
)


def plainly(node: Node) -> Any:
    if isinstance(node.value, tuple):
        return [plainly(item) for item in node.value]
    if isinstance(node.value, dict):
        return {key: plainly(item) for key, item in node.value.items()}
    return node.value


def value_of(text: str) -> Any:
    reading = read(text)
    assert reading.root is not None, reading.findings
    return plainly(reading.root)


@given(tree=st.dictionaries(st.text(max_size=9), plain, min_size=1, max_size=5))
def test_any_tree_is_read_as_it_was_written(tree: dict[str, Any]) -> None:
    assert value_of(write(tree)) == tree


def test_the_shipped_text_is_exactly_what_would_be_written() -> None:
    assert strategy_text(shipped()) == shipped_text()


def test_a_strategy_survives_the_way_to_text_and_back() -> None:
    examined = examine(strategy_text(shipped()))

    assert examined.strategy == shipped()
    assert errors(examined.findings) == ()


def test_what_looks_like_a_text_stays_a_text() -> None:
    text = "a: no\nb: 09:00\nc: 2026-12-25\nd: 007\ne: 5 min\nf: 1_000\ng: on\nyes: 1\n"

    assert value_of(text) == {
        "a": "no",
        "b": "09:00",
        "c": "2026-12-25",
        "d": "007",
        "e": "5 min",
        "f": "1_000",
        "g": "on",
        "yes": 1,
    }


def test_every_value_and_key_knows_its_place() -> None:
    root = read("title: x\npaths:\n  demand:\n    owner: planner\n").root

    assert root is not None
    assert isinstance(root.value, dict)
    paths = root.value["paths"]
    assert (root.keys["paths"].line, root.keys["paths"].column) == (2, 1)
    assert isinstance(paths.value, dict)
    assert isinstance(paths.value["demand"].value, dict)
    owner = paths.value["demand"].value["owner"]
    assert (owner.line, owner.column) == (4, 12)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, "This is not YAML"),
        ("a: 1\n b: 2\n", 2, "This is not YAML"),
        ("a: 1\nb: 2\na: 3\n", 3, "'a' stands here twice, first on line 1."),
        ("a: &x 1\nb: *x\n", 1, "An alias repeats another part of the text."),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "The tag tag:yaml.org,2002:python"),
        ("? [a]\n: 1\n", 1, "A key must be a plain word."),
        ("", 1, "The text is empty."),
        ("a: \x01\n", 1, "This is not YAML"),
    ],
)
def test_what_is_wrong_with_the_notation_is_a_finding_with_its_line(
    text: str, line: int, says: str
) -> None:
    findings = read(text).findings

    assert findings[0].line == line
    assert findings[0].says.startswith(says)
    assert findings[0].remedy


def test_a_text_that_refers_to_itself_does_not_go_round() -> None:
    assert read("a: &x [*x]\n").findings


def test_a_very_deep_or_very_long_text_is_refused() -> None:
    assert read("[" * 50_000).findings
    assert read("a" * 5_000_000).findings[0].says == "The text is too long."


@given(text=st.text(max_size=200))
def test_no_text_makes_it_fall_over(text: str) -> None:
    examined = examine(text)

    assert examined.strategy is None
    assert examined.findings


def line_of(text: str) -> int:
    return shipped_text()[: shipped_text().index(text)].count("\n") + 1


def test_a_wrong_value_is_found_at_its_line() -> None:
    broken = shipped_text().replace("    acknowledge: 15 min\n", "    acknowledge: quick\n", 1)

    examined = examine(broken)

    assert examined.strategy is None
    assert [(one.path, one.line) for one in examined.findings] == [
        ("targets.P2.acknowledge", line_of("    acknowledge: 15 min\n"))
    ]


def test_a_code_that_points_nowhere_is_found_at_its_line() -> None:
    broken = shipped_text().replace("    path: demand\n", "    path: demnad\n", 1)

    found = examine(broken).findings[0]

    assert (found.line, found.remedy) == (line_of("    path: demand\n"), "Did you mean 'demand'?")


def test_a_dead_end_is_found_at_its_line() -> None:
    broken = shipped_text().replace("        after: 15 min\n", "        after: 0 min\n", 1)

    found = examine(broken).findings[0]

    assert found.path == "paths.technology.steps.duty_manager.after"
    assert found.line == line_of("        after: 15 min\n")


def test_a_key_written_twice_is_an_error_of_the_strategy() -> None:
    broken = shipped_text() + "title: Another\n"

    examined = examine(broken)

    assert examined.strategy is None
    assert "'title' stands here twice, first on line 2." in [one.says for one in examined.findings]
