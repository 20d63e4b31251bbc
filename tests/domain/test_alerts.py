"""What monitoring tools say, read with care."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.alerts import began_at, instant_of, nature, storable, urgency_hint

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
FIVE = datetime(2025, 4, 9, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2025-04-09T16:00:00.000+0100",
        "2025-04-09T16:00:00+01:00",
        "2025-04-09T16:00:00+01",
        "2025-04-09T15:00:00Z",
        "2025-04-09T15:00:00.000000000z",
        "2025-04-09 15:00",
        "2025-04-09T15:00:00,0",
        "2025-04-09T20:45:00+05:45",
        "2025-04-09T15:00:00 +0000",
        " 2025-04-09T15:00:00Z ",
    ],
)
def test_one_instant_is_written_in_many_ways(text: str) -> None:
    assert instant_of(text) == FIVE


def test_more_decimals_than_are_kept_are_cut() -> None:
    assert instant_of("2025-04-09T15:00:00.123456789Z") == FIVE.replace(microsecond=123456)


@pytest.mark.parametrize(
    "text",
    ["", "noon", "2025-13-09T15:00:00Z", "2025-04-09T25:00Z", "0001-01-01T00:00:00+14:00",
     "2025-04-09T15:00:00+99:00", "20250409", "2025-04-09T15:00:60Z", "٢٠٢٥-04-09"],
)  # fmt: skip
def test_what_is_no_instant_is_none(text: str) -> None:
    assert instant_of(text) is None


@given(
    when=st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)),
    minutes=st.integers(min_value=-14 * 60, max_value=14 * 60),
)
def test_every_iso_instant_reads_back(when: datetime, minutes: int) -> None:
    aware = when.replace(tzinfo=timezone(timedelta(minutes=minutes)))

    assert instant_of(aware.isoformat()) == aware


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    found = instant_of(text)

    assert found is None or found.tzinfo is UTC


def test_a_clock_that_runs_ahead_a_little_is_taken_as_now() -> None:
    assert began_at("2026-03-10T12:02:00Z", at=NOON) == NOON


def test_the_future_is_not_believed() -> None:
    assert began_at("2026-03-10T13:00:00Z", at=NOON) is None


def test_a_severity_suggests_an_urgency() -> None:
    hints = {word: urgency_hint(word) for word in ("critical", "Error", "warning", "info", "meh")}

    assert hints == {
        "critical": "U1",
        "Error": "U2",
        "warning": "U3",
        "info": "U4",
        "meh": None,
    }


def test_the_senders_words_are_kept_one_a_line() -> None:
    event = {
        "payload": {"component": "ivr", "class": "routing", "custom_details": {"calls": 412}},
        "links": [{"href": "https://example.com/", "text": "dash"}, "odd", {}],
    }

    text = nature(severity="error", source="ivr-02", summary="Menu loops", event=event)

    assert text.splitlines() == [
        "Menu loops",
        "Reported by: ivr-02",
        "The sender's severity: error (suggests urgency U2; to be judged by a person)",
        "Component: ivr",
        "Class: routing",
        "calls: 412",
        "dash: https://example.com/",
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_whatever_was_sent_can_be_kept(value: object) -> None:
    kept = json.dumps(storable(value), ensure_ascii=False, allow_nan=False)

    kept.encode()
    assert "\x00" not in kept
    assert "\\u0000" not in kept


def test_what_is_nested_too_deeply_says_so() -> None:
    value: object = "bottom"
    for _ in range(500):
        value = {"in": value}

    kept = json.dumps(storable(value))

    assert "nested too deeply to keep" in kept
    assert "bottom" not in kept
