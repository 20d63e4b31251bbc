from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.policy.spans import NotASpan, parse_span, span_text


@given(seconds=st.integers(0, 10**8), largest=st.sampled_from(["d", "h", "min"]))
def test_a_length_of_time_is_read_as_it_was_written(seconds: int, largest: str) -> None:
    span = timedelta(seconds=min(seconds, 10**7))

    assert parse_span(span_text(span, largest=largest)) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("5 min", timedelta(minutes=5)),
        ("5min", timedelta(minutes=5)),
        ("1 h 30 min", timedelta(minutes=90)),
        ("2 d", timedelta(days=2)),
        ("0 min", timedelta(0)),
    ],
)
def test_people_write_lengths_of_time_like_this(text: str, span: timedelta) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize(
    "text", ["", "5", "five min", "-5 min", "5 m", "4 h or so", "min", "5 min,"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotASpan):
        parse_span(text)


def test_working_time_is_not_turned_into_days() -> None:
    assert span_text(timedelta(hours=24), largest="h") == "24 h"
    assert span_text(timedelta(hours=24)) == "1 d"
    assert span_text(timedelta(minutes=90)) == "1 h 30 min"
