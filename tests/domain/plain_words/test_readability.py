"""Figures of readability, held to texts whose counts are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.plain_words import Figures, figures
from musterpoint.domain.plain_words.syllables import syllables

SPOKEN = {
    1: (
        "the cat sat on mat we will call you by noon line stopped parts late goods checked "
        "please phone us your price safe moved used tried reached worked queue through clause "
        "store weighed caused fixed choose cause fault date time length scheme size scale"
    ),
    2: (
        "order number delay pallet broken system payment after before under over only today "
        "working update online access contact cannot without product metal supplied return "
        "failure driver window wanted needed started added loaded quicker service message "
        "people little table simple being doing going client riot minute unsafe repair "
        "carrier engine batches pieces changes boxes notice office business"
    ),
    3: (
        "customer engineer delivered delivery replacement important telephone accident "
        "september yesterday industry factory manager expected reported corrected area idea "
        "radio quality recover interim quarantine containment arrival estimate agreement "
        "supplier incident revision invoices addresses sentences piano video"
    ),
    4: (
        "material information operation conformity capacity priority situation identified "
        "regulation experience security machinery certificate supervisor immediate "
        "investigate necessary temporary original category"
    ),
    5: (
        "availability investigation unavailable communication organisation university "
        "refrigerator electricity personality"
    ),
}


def test_syllables_are_counted_as_they_are_spoken() -> None:
    words = [(word, spoken) for spoken, listed in SPOKEN.items() for word in listed.split()]
    wrong = [word for word, spoken in words if syllables(word) != spoken]

    assert len(words) > 150
    assert len(wrong) / len(words) < 0.05, wrong


def test_the_published_example_comes_out() -> None:
    # A hundred words in five sentences with 140 syllables: 68.1 and 8.7.
    measured = Figures(words=100, sentences=5, syllables=140)

    assert measured.ease is not None
    assert measured.grade is not None
    assert round(measured.ease, 1) == 68.1
    assert round(measured.grade, 1) == 8.7
    assert measured.reading_age == 14
    assert measured.words_a_sentence == 20


@pytest.mark.parametrize(
    ("text", "counted", "ease", "age"),
    [
        ("The cat sat on the mat.", (6, 1, 6), 116.1, 5),
        ("Stop using the heater. Unplug it. Call us.", (8, 3, 11), 87.8, 7),
        (
            "Some parcels are late today. A van broke down near Leeds. We tell you more by 16:00.",
            (16, 3, 18),
            106.2,
            5,
        ),
        (
            "Owing to unanticipated difficulties, outstanding consignments are interrupted.",
            (8, 1, 24),
            -55.1,
            28,
        ),
    ],
)
def test_fixed_texts_measure_what_they_did(
    text: str, counted: tuple[int, int, int], ease: float, age: int
) -> None:
    measured = figures(text)

    assert (measured.words, measured.sentences, measured.syllables) == counted
    assert measured.ease is not None
    assert round(measured.ease, 1) == ease
    assert measured.reading_age == age


def test_codes_and_numbers_do_not_count_as_words() -> None:
    plain = figures("Do not use the batch.")

    assert figures("Do not use the batch B-2207-A/00042.") == plain
    assert figures("Do not use the batch {batch_code_of_the_maker}.") == plain


def test_a_sentence_that_is_too_long_is_named() -> None:
    short, long = "We are sorry.", "We are " + "very " * 20 + "sorry."

    assert figures(f"{short} {long} {short}").longest == long
    assert figures(short).longest == ""


def test_lines_of_a_list_are_sentences() -> None:
    assert figures("Please:\n- stop it\n- unplug it").sentences == 3


@pytest.mark.parametrize("nothing", ["", "  ", "12 45", "…"])
def test_nothing_measures_nothing(nothing: str) -> None:
    measured = figures(nothing)

    assert (measured.ease, measured.grade, measured.reading_age) == (None, None, None)
    assert measured.is_easy


@given(st.text(max_size=200))
def test_any_text_can_be_measured(text: str) -> None:
    measured = figures(text)

    assert measured.syllables >= measured.words >= measured.sentences
    assert (measured.ease is None) == (measured.words == 0)
