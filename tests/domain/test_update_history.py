"""A status page's history is read in the shapes others write, and its silences are measured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.update_history import History, UnreadableHistory, cadence, read

NOON = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def row(**changes: Any) -> dict[str, Any]:
    told = {
        "id": "a1",
        "title": "Calls drop",
        "impact": "minor",
        "components": ["Phones"],
        "updates": [
            {"at": "2026-03-28T12:30:00Z", "status": "Resolved", "message": "Over."},
            {"at": "2026-03-28T12:00:00Z", "status": "Investigating", "message": "Looking."},
        ],
    }
    return {name: value for name, value in (told | changes).items() if value is not None}


def test_a_feed_is_read_in_the_order_of_time() -> None:
    told = read(row())

    assert [one.says for one in told.updates] == ["Looking.", "Over."]
    assert (told.began_at, told.resolved_at) == (NOON, after(30))
    assert (told.impact, told.components, told.is_planned) == ("minor", ("Phones",), False)


def test_the_shape_of_a_status_page_service_is_read_alike() -> None:
    told = read(
        {
            "id": "p31zjtct2jer",
            "name": "Calls drop",
            "impact": "minor",
            "components": [{"id": "x", "name": "Phones"}],
            "incident_updates": [
                {"created_at": "2026-03-28T13:30:00+01:00", "status": "resolved", "body": "Over."},
                {
                    "display_at": "2026-03-28T12:00:00Z",
                    "created_at": "2026-03-28T12:04:00Z",
                    "status": "investigating",
                    "body": "Looking.",
                },
            ],
        }
    )

    assert told.updates == read(row()).updates
    assert told.components == ("Phones",)


@pytest.mark.parametrize(
    "planned",
    [
        row(impact="maintenance"),
        row(scheduled_for="2026-03-29T02:00:00Z"),
        row(
            impact="none",
            updates=[{"at": "2026-03-28T12:00:00Z", "status": "Scheduled", "message": "Soon."}],
        ),
    ],
)
def test_planned_work_is_known_as_such(planned: dict[str, Any]) -> None:
    assert read(planned).is_planned


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ([], "this is not an object with fields"),
        (row(id=None), "id is missing; without it a second import would double it"),
        (row(title=" "), "title is missing"),
        (row(updates=[]), "updates is missing or empty; there is nothing to read"),
        (row(updates="none"), "updates is missing or empty; there is nothing to read"),
        (row(updates=["x"]), "update 1 is not an object with fields"),
        (row(updates=[{"status": "x"}]), "update 1 has no instant such as 2022-03-28T15:02:00Z"),
        (row(updates=[{"at": "28/03/2022"}]), "at '28/03/2022' is no ISO instant"),
    ],
)
def test_what_cannot_be_read_says_why(entry: object, says: str) -> None:
    with pytest.raises(UnreadableHistory) as refusal:
        read(entry)

    assert str(refusal.value) == says


def test_gaps_are_counted_within_incidents_and_silences_by_incident() -> None:
    found = cadence(
        [
            (False, [after(0), after(31), after(62), after(150)]),
            (False, [after(20), after(0)]),
            (False, [after(0)]),
            (True, [after(0), after(900)]),
        ]
    )

    assert (found.incidents, found.planned, found.updates) == (4, 1, 7)
    assert found.gaps == (31.0, 31.0, 88.0, 20.0)
    assert (found.middle(), found.percentile(0.9)) == (31.0, 88.0)
    assert (found.over(30), found.over(60), found.over(88)) == (1, 1, 0)
    assert found.kept(31) == 0.75


def test_without_two_updates_there_is_nothing_to_measure() -> None:
    found = cadence([(False, [after(0)])])

    assert (found.middle(), found.percentile(0.9), found.kept(30), found.over(0)) == (
        None,
        None,
        None,
        0,
    )


@given(st.lists(st.lists(st.integers(0, 10_000), max_size=6), max_size=6))
def test_the_sum_of_gaps_is_the_time_from_first_to_last(minutes: list[list[int]]) -> None:
    found = cadence((False, [after(one) for one in each]) for each in minutes)

    assert sum(found.gaps) == sum(max(each) - min(each) for each in minutes if each)
    assert len(found.gaps) == sum(max(len(each) - 1, 0) for each in minutes)
    assert found.over(-1) == sum(len(each) > 1 for each in minutes)


@given(st.recursive(st.none() | st.text() | st.integers(), st.lists) | st.just(row()))
def test_anything_is_read_or_refused_by_name(anything: object) -> None:
    for entry in (anything, row(updates=anything), row(impact=anything), row(components=anything)):
        assert isinstance(_read_or_why(entry), History | str)


def _read_or_why(entry: object) -> History | str:
    try:
        return read(entry)
    except UnreadableHistory as refusal:
        return str(refusal)
