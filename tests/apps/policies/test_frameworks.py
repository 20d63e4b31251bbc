"""Frameworks as files: those shipped, and your own from a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from musterpoint.apps.policies.frameworks import load, read
from musterpoint.domain.policy.clause_names import clause_names
from tests.domain.strategies import shipped

GOOD = """format: 1
code: house_rules
name: House rules
clauses:
  '1':
    title: Somebody answers
    document: [roles]
    records: [on_call]
"""


def test_the_shipped_ones_come_with_continuity_first() -> None:
    loaded = load()

    assert list(loaded.frameworks) == ["iso22301", "itil4", "iso10002", "iso22320"]
    assert loaded.findings == ()


def test_iso_22301_has_every_clause_from_4_to_10() -> None:
    clauses = [one.code for one in load().frameworks["iso22301"].clauses]

    assert len(clauses) == 46
    assert clauses[0] == "4.1"
    assert clauses[-1] == "10.2"
    assert {code.partition(".")[0] for code in clauses} == set("456789") | {"10"}


@pytest.mark.parametrize("code", list(load().frameworks))
def test_what_a_shipped_one_names_is_in_the_shipped_strategy(code: str) -> None:
    names = clause_names(shipped()) | {"rationale"}

    asked = {name for one in load().frameworks[code].clauses for name in one.document}

    assert asked - names == set()


def test_every_clause_asks_for_something() -> None:
    bare = [
        one.code
        for framework in load().frameworks.values()
        for one in framework.clauses
        if not one.document and not one.records
    ]

    assert bare == []


def test_your_own_is_read_from_the_folder(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text(GOOD, encoding="utf-8")

    loaded = load(str(tmp_path))

    assert loaded.frameworks["house_rules"].clauses[0].title == "Somebody answers"
    assert list(loaded.frameworks)[-1] == "house_rules"


def test_your_own_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD.replace("house_rules", "itil4"), encoding="utf-8")

    assert load(str(tmp_path)).frameworks["itil4"].name == "House rules"


def test_a_file_that_does_not_read_is_said_and_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("format: 1\ncode: x\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_bytes(b"\xff\xfe\x00bad")
    (tmp_path / "c.yaml").write_text(GOOD, encoding="utf-8")

    loaded = load(str(tmp_path))

    assert "house_rules" in loaded.frameworks
    assert {says.partition(":")[0] for says in loaded.findings} == {"a.yaml", "b.yaml"}


def test_a_folder_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert load(str(tmp_path / "nowhere")).findings == ()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("format: 1", "format: 2"), "f:1: Format 2 is not known. Write format: 1."),
        (("code: house_rules", "code: a b"), "f:1: 'a b' cannot be a code."),
        (("    title: Somebody answers\n", ""), "f:6: 'title' is missing. Add 'title:' here."),
        (("[on_call]", "[prayer]"), "f:8: There is no record 'prayer'. Known: published, signed,"),
        (("[roles]", "roles"), "f:7: This is 'roles'. Write a list."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(change: tuple[str, str], says: str) -> None:
    framework, findings = read("f", GOOD.replace(*change))

    assert framework is None
    assert findings[0].startswith(says)


def test_a_framework_without_clauses_is_none() -> None:
    framework, findings = read("f", "format: 1\ncode: x\nname: X\nclauses: {}\n")

    assert framework is None
    assert findings == ("f:4: There is no clause. Name at least one.",)


def test_the_shipped_strategy_maps_to_clauses_that_there_are() -> None:
    frameworks = load().frameworks
    astray = [
        f"{code} {clause}"
        for code, clauses in shipped().mapping.items()
        for clause in clauses
        if clause not in {one.code for one in frameworks[code].clauses}
    ]

    assert astray == []
