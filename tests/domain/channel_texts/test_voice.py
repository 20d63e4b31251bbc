"""A script to read aloud: what is written in signs is said in words, and says the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.channel_texts import aloud, numerals


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("at 14:30", "at two thirty in the afternoon"),
        ("at 16:00", "at four o'clock in the afternoon"),
        ("at 09:05", "at nine oh five in the morning"),
        ("at 00:30", "at twelve thirty at night"),
        ("at 12:00", "at noon"),
        ("at 00:00", "at midnight"),
        ("by 4pm", "by four o'clock in the afternoon"),
        ("by 12 am", "by midnight"),
        ("by 4.15 pm", "by four fifteen in the afternoon"),
        ("at 19:45", "at seven forty-five in the evening"),
        ("22 Nov 2026", "the twenty-second of November twenty twenty-six"),
        ("the 3rd of May", "the third of May"),
        ("2026-01-31", "the thirty-first of January twenty twenty-six"),
        ("31/01/2009", "the thirty-first of January two thousand and nine"),
        ("31/13/2009", "thirty-one slash thirteen slash two thousand and nine"),
    ],
)
def test_times_and_dates_cannot_be_taken_for_others(written: str, said: str) -> None:
    assert aloud(written).text == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0800 123 4567", "zero eight zero zero, one two three, four five six seven"),
        ("+44 20 7946 0000", "plus four four, two zero, seven nine four six, zero zero zero zero"),
        ("call 999", "call nine nine nine"),
        ("999 calls", "nine hundred and ninety-nine calls"),
        ("£12.50", "twelve pounds and fifty pence"),
        ("£1", "one pound"),
        ("£0.01", "one penny"),
        ("£1.2m", "one point two million pounds"),
        ("12.5%", "twelve point five per cent"),
        ("10–12 min", "ten to twelve minutes"),
        ("1 min", "one minute"),
        ("-5 °C", "minus five degrees Celsius"),
        ("1,250", "one thousand, two hundred and fifty"),
        ("3.05", "three point zero five"),
        ("007", "zero zero seven"),
        ("the 22nd", "the twenty-second"),
        ("INC-2041", "I N C dash two zero four one"),
        ("batch BX-204/7", "batch B X dash two zero four slash seven"),
        ("P1", "P one"),
        ("1.2.3", "one point two point three"),
    ],
)
def test_numbers_are_said_as_what_they_are(written: str, said: str) -> None:
    assert aloud(written).text == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("SIP and PBXs", "S I P and P B Xs"),
        ("Do NOT call", "Do not call"),
        ("EVERYBODY out", "everybody out"),
        ("your PIN", "your PIN"),
        ("e.g. sales & service", "for example sales and service"),
        ("Mr. Bell, rev C", "Mister Bell, revision C"),
        ("status.calder.example/now", "status dot calder dot example slash now"),
        ("mail help@calder.example.", "mail help at calder dot example."),
        ("yes/no – both", "yes or no, both"),
    ],
)
def test_abbreviations_and_addresses_are_said_in_full(written: str, said: str) -> None:
    assert aloud(written).text == said


def test_a_script_has_a_sentence_a_line_and_says_how_long_it_takes() -> None:
    script = aloud("- Lines are down.\n- Call back after 4 p.m. We are sorry!")

    assert script.sentences == (
        "Lines are down.",
        "Call back after four o'clock in the afternoon.",
        "We are sorry!",
    )
    assert (script.words, script.seconds) == (14, 6)


@given(st.text(max_size=200))
def test_no_digit_is_left_to_guess(text: str) -> None:
    assert not any(one.isdecimal() for one in aloud(text).text)


@given(st.text(alphabet="ab P1-/.:,09£%@ \n–", max_size=60))
def test_no_digit_is_left_between_signs(text: str) -> None:
    assert not any(one.isdecimal() for one in aloud(text).text)


def test_each_number_has_words_of_its_own() -> None:
    assert len({numerals.cardinal(one) for one in range(20_000)}) == 20_000
    assert len({numerals.ordinal(one) for one in range(2_000)}) == 2_000
    assert len({numerals.year(one) for one in range(1900, 2100)}) == 200


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (101, "one hundred and one"),
        (1_001, "one thousand and one"),
        (1_100, "one thousand, one hundred"),
        (2_000_000, "two million"),
        (-7, "minus seven"),
        (999_999_999_999, "nine hundred and ninety-nine billion, nine hundred and ninety-nine"),
    ],
)
def test_numbers_in_words(number: int, words: str) -> None:
    assert numerals.cardinal(number).startswith(words)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "first"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (100, "one hundredth"),
    ],
)
def test_places_in_words(number: int, words: str) -> None:
    assert numerals.ordinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1900, "nineteen hundred"),
        (1905, "nineteen oh five"),
        (2000, "two thousand"),
        (2026, "twenty twenty-six"),
        (2100, "twenty-one hundred"),
    ],
)
def test_years_in_words(number: int, words: str) -> None:
    assert numerals.year(number) == words
