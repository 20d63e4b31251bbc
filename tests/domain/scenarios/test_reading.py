"""Reading scenario texts: three forms, missing parts, and every fault at its line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.policies.scenario_texts import examine
from musterpoint.domain.scenarios.values import Applies
from tests.domain.scenarios.stage import TEXT, scenario

LEAST = "id: T9\ntitle: Least\nstart: 2026-12-24T16:20+00:00\n"


def test_the_least_that_can_be_read_has_an_id_a_title_and_a_start() -> None:
    one = scenario(LEAST)

    assert one.start == datetime(2026, 12, 24, 16, 20, tzinfo=UTC)
    assert one.expected.clocks == ()
    assert one.expected.major is None


def test_one_a_list_and_a_collection_are_read_alike() -> None:
    indented = "\n".join(f"    {line}" for line in LEAST.splitlines())
    listed = "  -" + indented[3:] + "\n"
    alone = scenario(LEAST)

    assert examine(listed.replace("  -", "-", 1).replace("\n  ", "\n")).scenarios == (alone,)
    assert examine("schema_version: 1\nscenarios:\n" + listed).scenarios == (alone,)


def test_a_clock_counts_from_its_instant_or_from_its_minute() -> None:
    breach, safe, *_ = scenario().expected.clocks

    assert breach.anchor_at == datetime(2027, 3, 27, 22, 0, tzinfo=UTC)
    assert safe.anchor_at == datetime(2026, 12, 24, 16, 25, tzinfo=UTC)
    assert [one.applies for one in scenario().expected.clocks] == [
        Applies.YES, Applies.YES, Applies.YES, Applies.YES, Applies.NO, Applies.CHECK,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("", "id: T1\n", 2, "'id' is missing."),
        ("start: tomorrow", "start: 2026-12-24T16:20+00:00", 6, "This cannot be read."),
        ("start: 2026-12-24T16:20", "start: 2026-12-24T16:20+00:00", 6, "This cannot be read."),
        ("{t: -1, impact: I2", "{t: 6, impact: I2", 13, "This cannot be read."),
        ("{t: soon, impact: I2", "{t: 6, impact: I2", 13, "This cannot be read."),
        ("{t: 6, urgency: U2", "{t: 6, impact: I2, urgency: U2", 13, "'impact' is missing."),
        ("declared: perhaps", "declared: true", 15, "This cannot be read."),
        ("channels: {a: b}", "channels: [chat]", 23, "This cannot be read."),
        ("anchor_minute: 5, applies: perhaps", "anchor_minute: 5, applies: true", 36, "This cann"),
    ],
)
def test_what_is_wrong_is_found_at_its_line(wrong: str, right: str, line: int, says: str) -> None:
    assert right in TEXT
    examined = examine(TEXT.replace(right, wrong, 1))

    assert examined.scenarios == ()
    (found,) = examined.findings
    assert (found.line, found.says[: len(says)]) == (line, says)


def test_an_unknown_key_is_noted_and_passed_over() -> None:
    examined = examine(LEAST + "catgory: tel_total\n")

    (found,) = examined.findings
    assert str(found) == "warning: catgory: 'catgory' is not known here. Did you mean 'category'?"
    assert len(examined.scenarios) == 1


def test_two_scenarios_of_one_id_are_refused() -> None:
    indented = "\n".join(f"  {line}" for line in LEAST.splitlines())
    listed = "-" + indented[1:] + "\n"

    (found,) = examine(listed + listed).findings
    assert (found.line, found.says) == (4, "A scenario 'T9' stands further up.")


@pytest.mark.parametrize("text", ["", "- 1\n- x\n", "42", "scenarios: 3", "a: [", "expected: []"])
def test_a_text_of_another_form_is_findings_and_no_crash(text: str) -> None:
    examined = examine(text)

    assert examined.scenarios == ()
    assert examined.findings


def test_nothing_in_a_text_is_ever_executed() -> None:
    examined = examine(LEAST + "category: !!python/object/apply:os.system ['true']\n")

    assert examined.scenarios == ()


@given(text=st.text(max_size=200))
def test_no_text_makes_it_fall_over(text: str) -> None:
    examine(text)
    examine(LEAST + text)
