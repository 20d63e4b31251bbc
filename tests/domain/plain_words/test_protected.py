"""What must survive is found, however it is written."""

from __future__ import annotations

from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.plain_words import Kind, protected


def found(text: str) -> list[tuple[str, str]]:
    return [(str(one.kind), one.means) for one in protected(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.00 mm", [("number", "10.00 mm")]),
        ("±0.05mm", [("number", "±0.05 mm")]),
        ("+/-0.5 mm", [("number", "±0.5 mm")]),
        ("10–12 mm", [("number", "10-12 mm")]),
        ("10 to 12 mm", [("number", "10-12 mm")]),
        ("3 out of 5 pallets", [("number", "3/5")]),
        ("£1,200.50", [("number", "£1200.50")]),
        ("−5 °C", [("number", "-5 °C")]),
        ("45 HRC, 45 HV", [("number", "45 HRC"), ("number", "45 HV")]),
        ("5 mW", [("number", "5")]),
        ("5 working days", [("number", "5 working day")]),
        ("five days", [("number", "5 day")]),
        ("two hundred and five", [("number", "200"), ("number", "5")]),
        ("thirty-two thousand", [("number", "32000")]),
        ("within an hour", [("limit", "within"), ("number", "1 hour")]),
        ("no more than 3", [("limit", "at most"), ("number", "3")]),
        ("about 10 mm", [("limit", "about"), ("number", "10 mm")]),
        ("we are about to call", []),
        ("by 4 pm", [("limit", "by"), ("time", "16:00")]),
        ("12.30am", [("time", "00:30")]),
        ("by noon tomorrow", [("limit", "by"), ("date", "12:00"), ("date", "tomorrow")]),
        ("12th May 2026", [("date", "2026-05-12")]),
        ("May 12", [("date", "05-12")]),
        ("you may call", []),
        ("01/05/2026", [("date", "01/05/2026")]),
        ("batch B-2207-A", [("code", "B-2207-A")]),
        ("lot 00042", [("number", "00042")]),
        ("part 4471/03-X Rev. C", [("code", "4471/03-X"), ("code", "revision C")]),
        ("AX-B-C", [("code", "AX-B-C")]),
        ("Issue a refund", []),
        ("IP67, 8D, H7/g6", [("code", "IP67"), ("code", "8D"), ("code", "H7/g6")]),
        ("Don’t", [("negative", "not")]),
        ("not unsafe", [("negative", "not"), ("negative", "not")]),
        ("never without", [("negative", "never"), ("negative", "not")]),
        ("Stop using it", [("order", "stop")]),
        ("{name}", [("blank", "{name}")]),
        ("[NHS number V-0123456789]", [("blank", "[NHS number V-0123456789]")]),
        ("a.b@x.example", [("address", "a.b@x.example")]),
        ("See https://x.example/a1.", [("address", "https://x.example/a1")]),
    ],
)
def test_what_must_survive_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@given(st.text(max_size=200))
def test_tokens_stand_where_they_say_and_never_overlap(text: str) -> None:
    tokens = protected(text)

    assert all(text[one.start : one.end] == one.text != "" for one in tokens)
    assert all(one.end <= other.start for one, other in pairwise(tokens))


@given(st.text(max_size=80))
def test_every_digit_is_protected(text: str) -> None:
    spans = [(one.start, one.end) for one in protected(text)]
    bare = [
        place
        for place, letter in enumerate(text)
        if letter in "0123456789" and not any(start <= place < end for start, end in spans)
    ]

    assert bare == []


@pytest.mark.parametrize("piece", ["a", "a.", "1,", " ", "1-", "a@", "[", "two ", "\n", "£", "{"])
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    before = perf_counter()

    protected(piece * (20_000 // len(piece)))

    assert perf_counter() - before < 2


def test_every_kind_occurs() -> None:
    text = "{a} x@y.example B-1 on 1 May at 16:00, at most 5 mm, not more. Stop."

    assert {one.kind for one in protected(text)} == set(Kind)
