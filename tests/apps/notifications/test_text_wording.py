"""A text message fits into two segments, whole links and numbers or none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.notifications.channels.sms.wording import compose, fitted, units
from tests.apps.notifications.letters import letter

LINK = "https://incidents.centre.example/incidents/INC-000001/"
LOOSE = re.compile(r"https?://\S+|\d+")

words = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12),
    st.sampled_from(["https://a.example/answer/1.2.3~abcDEF/", "+447700900123", "INC-000042",
                     "07700", "£5,000.00", "[P1]", "“Leeds”", "–", "{x}", "€", "電話", "😀"]),
)  # fmt: skip


@given(st.lists(words, max_size=120).map(" ".join), st.sampled_from(["", LINK, f"{LINK}x" * 9]))
def test_a_text_never_takes_more_than_two_segments(text: str, link: str) -> None:
    size, room = units(fitted(text, link=link))

    assert size <= room <= 306


@given(st.lists(words, max_size=120).map(" ".join))
def test_no_link_and_no_number_is_ever_cut(text: str) -> None:
    there = set(LOOSE.findall(text))
    assert set(LOOSE.findall(fitted(text))) <= there


@given(st.lists(words, max_size=120).map(" ".join))
def test_the_link_is_kept_whole_at_the_end(text: str) -> None:
    assert fitted(text, link=LINK).endswith(LINK)


def test_what_fits_is_sent_as_it_is() -> None:
    assert fitted("Phones down in Leeds", link=LINK) == f"Phones down in Leeds {LINK}"


def test_typographic_signs_do_not_halve_the_room() -> None:
    text = "Leeds – “calls drop” … " + "x" * 250

    assert fitted(text) == 'Leeds - "calls drop" ... ' + "x" * 250


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, (160, 160)),
        ("a" * 161, (161, 305)),
        ("€" * 80, (160, 160)),
        ("電" * 70, (70, 70)),
        ("電" * 71, (71, 133)),
        ("😀" * 35, (70, 70)),
    ],
)
def test_units_are_counted_as_the_network_counts_them(text: str, expected: tuple[int, int]) -> None:
    assert units(text) == expected


def test_a_long_text_is_cut_between_words() -> None:
    words = "Calls to the Leeds service desk drop "
    text = fitted(words * 12)

    assert text.endswith("...")
    assert set(text.removesuffix(" ...").split()) <= set(words.split())


def test_the_short_words_go_before_the_subject() -> None:
    message = letter("sms", "+447700900123", link="", short="P1 Phones down")

    assert compose(message) == "P1 Phones down"


def test_a_link_that_the_words_hold_is_not_added() -> None:
    message = letter(
        "sms", "+447700900123", subject="See http://127.0.0.1:8000/incidents/INC-000001/"
    )

    assert compose(message).count("http") == 1
