"""Unfolding: from rows in any order to one entry each, and nothing twice."""

from __future__ import annotations

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.history import NOTHING_KNOWN, Past, Told, Update, unfold
from musterpoint.domain.history.folding import Folded, same
from musterpoint.domain.history.telling import recorded
from tests.domain.history.sources import ENDS, STORY, terms, updates


def story(*, ended: bool = True) -> list[Update]:
    return updates(*(row | (ENDS if ended else {}) for row in STORY))


def told(found: list[Update], past: Past = NOTHING_KNOWN) -> Told:
    return unfold(found, past=past, ref="A-1", terms=terms())


def after(before: Told, past: Past = NOTHING_KNOWN) -> Past:
    rows = {entry.data["row"] for entry in before.entries if "row" in entry.data}
    return Past(
        state=before.state,
        facts=before.facts,
        summary=before.summary,
        digests=past.digests | rows,
        points=tuple(before.points),
    )


def entries(one: Told) -> list[tuple[str, Any]]:
    return [(entry.kind, entry.data) for entry in one.entries]


def folded(*parts: Told) -> Folded:
    sum_ = Folded()
    for part in parts:
        for entry in part.entries:
            assert sum_.take(entry.data["changes"], at=entry.at) is None
    return sum_


def assert_adds_up(last: Told, *parts: Told) -> None:
    rows = folded(*parts).rows
    for name, value in last.state.items():
        assert same(rows["incident"].get(name), recorded(name, value)), name
    facts = {name: text for name, text in rows["source"].items() if text is not None}
    assert facts == {**last.facts, "history": last.summary}


def test_a_story_becomes_one_entry_per_row() -> None:
    one = told(story())

    assert [kind for kind, _ in entries(one)] == ["imported"] + ["imported_update"] * 5
    assert one.state["status"] == "closed"
    assert one.state["resolved_at"] == "2016-02-01T12:58:00.000000Z"
    assert one.state["acknowledged_at"] == "2016-02-01T10:05:00.000000Z"
    assert one.state["gravest_priority"] == "P2"
    assert one.summary == {
        "updates": 6, "groups": ["Desk", "Voice"], "waited_for": ["user"],
        "priorities": ["P2", "P3"], "last": ["2016-02-03T13:00:00.000000Z", 5],
    }  # fmt: skip
    assert_adds_up(one, one)


def test_final_values_come_with_the_end_and_not_before() -> None:
    one = told(story())
    at = {
        change["field"]: number
        for number, (_, data) in enumerate(entries(one))
        for change in data["changes"]
        if change["field"] in ("resolved_at", "closed_at", "outcome")
    }

    assert at == {"resolved_at": 4, "closed_at": 5, "outcome": 5}


@given(st.integers(), st.integers(min_value=1, max_value=3))
def test_order_and_repeats_in_the_file_make_no_difference(seed: int, copies: int) -> None:
    shuffled = story() * copies
    Random(seed).shuffle(shuffled)

    one = told(shuffled)

    assert entries(one) == entries(told(story()))
    assert one.repeats == len(STORY) * (copies - 1)


@given(st.integers(min_value=1, max_value=len(STORY) - 1), st.booleans())
def test_a_log_that_comes_in_two_parts_ends_where_the_whole_one_does(cut: int, whole: bool) -> None:
    early = told(story(ended=False)[:cut])
    late = told(story() if whole else story()[cut:], past=after(early))

    assert late.state == told(story()).state
    assert early.new + late.new == len(STORY)
    assert_adds_up(late, early, late)


@given(st.integers(min_value=1, max_value=len(STORY)))
def test_the_same_rows_again_tell_nothing(cut: int) -> None:
    first = told(story())

    again = told(story()[:cut], past=after(first))

    assert (again.entries, again.new, again.repeats) == ([], 0, cut)


def test_an_update_that_comes_too_late_changes_nothing() -> None:
    rows = story()
    first = told(rows[:2] + rows[3:])

    late = told(rows, past=after(first))

    assert [kind for kind, _ in entries(late)] == ["imported_late"]
    assert late.entries[0].data["tells"]["status"] == "on_hold"
    assert late.state == first.state
    assert late.summary["waited_for"] == ["user"]


def test_final_values_that_change_without_an_update_are_a_correction() -> None:
    first = told(story())
    moved = ENDS | {"resolved": "1/2/2016 12:50"}

    again = told(updates(*(row | moved for row in STORY)), past=after(first))

    assert [kind for kind, _ in entries(again)] == ["imported_correction"]
    assert again.state["resolved_at"] == "2016-02-01T12:50:00.000000Z"


def test_an_end_without_an_instant_takes_that_of_its_update_and_says_so() -> None:
    one = told(updates(*STORY))

    assert one.state["closed_at"] == "2016-02-03T13:00:00.000000Z"
    assert one.state["resolved_at"] is None
    assert one.entries[-1].data["assumed"] == ["closed_at"]
    assert told(updates(*STORY), past=after(one)).entries == []


def test_a_priority_that_is_not_given_is_computed_from_the_matrix() -> None:
    one = told(updates({"prio": "?", "impact": "1 - High", "urgency": "1 - High"}))

    assert one.state["priority"] == terms().strategy.matrix["I1", "U1"]
    assert one.entries[0].data["assumed"] == ["priority"]


def test_counters_that_the_source_does_not_keep_are_counted() -> None:
    rows = [*STORY, {"changed": "4/2/2016 9:00", "no": "6", "state": "Working", "team": "Voice"}]

    one = told(updates(*rows))

    assert (one.state["reopened"], one.state["reassignments"]) == (1, 3)
