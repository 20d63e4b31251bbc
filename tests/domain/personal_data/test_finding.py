"""Properties of what is found: it points into the text as typed, and what is out stays out."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given

from musterpoint.domain.personal_data import Kind, Span, Treatment, redacted, spans
from musterpoint.domain.personal_data.folding import fold
from tests.domain.personal_data import any_number


def _only(kind: Kind, text: str) -> list[str]:
    return [text[span.start : span.end] for span in spans(text) if span.kind is kind]


@given(any_number.anything)
def test_spans_are_in_order_apart_and_within_the_text(text: str) -> None:
    found = spans(text)

    assert list(found) == sorted(found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(0 <= span.start < span.end <= len(text) for span in found)


@given(any_number.anything)
def test_what_was_taken_out_is_not_found_again(text: str) -> None:
    once = redacted(text)

    assert redacted(once) == once


@given(any_number.grouped_cards())
def test_a_card_number_is_found_however_it_is_written(number: str) -> None:
    text = f"paid with card {number} on Monday"

    assert _only(Kind.CARD_NUMBER, text) == [number]
    assert number not in redacted(text)


@given(any_number.grouped_cards())
def test_a_card_number_is_found_without_a_word_about_cards(number: str) -> None:
    assert _only(Kind.CARD_NUMBER, number) == [number]


@given(any_number.card_numbers())
def test_a_card_number_with_one_wrong_digit_is_none(number: str) -> None:
    wrong = f"{number[:-1]}{(int(number[-1]) + 1) % 10}"

    assert _only(Kind.CARD_NUMBER, f"card {wrong}") == []


@pytest.mark.parametrize(
    "called", ["order number", "Tracking", "invoice no.", "IMEI:", "batch", "part #", "ref", "RMA-"]
)
@given(number=any_number.card_numbers())
def test_the_number_of_a_thing_is_no_card(called: str, number: str) -> None:
    assert spans(f"{called} {number} is late") == ()


@given(any_number.card_numbers(), any_number.digits(3))
def test_the_code_after_the_expiry_date_goes_with_the_card(number: str, code: str) -> None:
    text = f"{number} 11/27 {code}"

    assert [span.kind for span in spans(text)] == [Kind.CARD_NUMBER, Kind.CARD_SECURITY_CODE]
    assert redacted(text) == (
        f"[card number ending {number[-4:]}] 11/27 [card security code removed]"
    )


@given(any_number.nhs_numbers())
def test_an_nhs_number_is_found_where_it_is_called_one(number: str) -> None:
    for text in (number, f"{number[:3]} {number[3:6]} {number[6:]}"):
        assert _only(Kind.NHS_NUMBER, f"NHS number {text}") == [text]


@given(any_number.nhs_numbers())
def test_ten_digits_that_pass_by_chance_are_no_nhs_number(number: str) -> None:
    assert _only(Kind.NHS_NUMBER, f"{number} messages") == []
    assert _only(Kind.NHS_NUMBER, f"order {number} for the hospital") == []


@given(any_number.ibans())
def test_an_iban_needs_no_word_about_it(number: str) -> None:
    spaced = " ".join(number[place : place + 4] for place in range(0, len(number), 4))

    assert [_only(Kind.IBAN, text) for text in (number, spaced, number.lower())] == [
        [number],
        [spaced],
        [number.lower()],
    ]


@given(any_number.insurance_numbers())
def test_a_national_insurance_number_is_found(number: str) -> None:
    assert _only(Kind.NATIONAL_INSURANCE_NUMBER, f"her NI number is {number}") == [number]
    assert _only(Kind.NATIONAL_INSURANCE_NUMBER, f"part number {number}") == []


@given(any_number.words)
def test_folding_keeps_every_place(text: str) -> None:
    folded = fold(text)

    for place in range(len(folded.text)):
        start, end = folded.typed(place, place + 1)
        assert 0 <= start < end <= len(text)


def test_digits_said_as_words_point_at_the_words() -> None:
    text = "ring oh seven seven double oh nine double oh one two three now"

    assert spans(text) == (Span(5, 58, Kind.PHONE_NUMBER),)


def test_a_lone_number_word_stays_a_word() -> None:
    assert fold("one of them called two or three times").text == (
        "one of them called two or three times"
    )


def test_a_token_of_the_vault_is_left_alone() -> None:
    assert spans("NHS [NHS number V-9434765919] card [card number ending 4242]") == ()


def test_a_security_code_is_never_kept() -> None:
    (found,) = spans("CVV 123")

    assert found.treatment is Treatment.NEVER


@pytest.mark.parametrize(
    "text", ["4 " * 5000, "1" * 20000, "card " * 4000, "a@" * 8000, "cvv " * 5000]
)
def test_a_long_text_is_read_in_a_moment(text: str) -> None:
    assert redacted(text)
