"""Tokens say nothing, read aloud well, and are found again in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.vault import tokens

NUMBERS = st.integers(min_value=0, max_value=32**10 - 1)


@given(number=NUMBERS)
def test_every_token_is_found_in_the_text_it_stands_in(number: int) -> None:
    token = tokens.token(number)

    text = f"Called back by {tokens.written('NHS number', token)}, (twice)."

    assert tokens.tokens_in(text) == (token,)
    assert tokens.IN_BRACKETS.search(text) is not None


@given(one=NUMBERS, other=NUMBERS)
def test_two_numbers_have_two_tokens(one: int, other: int) -> None:
    assert (tokens.token(one) == tokens.token(other)) == (one == other)


def test_a_token_is_spelt_in_letters_that_nobody_confuses() -> None:
    assert tokens.token(32**10 - 1) == "V-ZZZZZZZZZZ"
    assert tokens.token(0) == "V-0000000000"
    assert not set("ILOU") & set(tokens.LETTERS)


@pytest.mark.parametrize("number", [-1, 32**10])
def test_a_number_beyond_ten_letters_is_no_token(number: int) -> None:
    with pytest.raises(ValueError, match="too large"):
        tokens.token(number)


@pytest.mark.parametrize(
    "text", ["V-12345", "XV-7K2M9Q4XTB", "V-7K2M9Q4XTBB", "v-7k2m9q4xtb", "V-7K2M9Q4XTU"]
)
def test_what_only_looks_like_a_token_is_none(text: str) -> None:
    assert tokens.tokens_in(text) == ()


def test_tokens_come_once_and_in_order() -> None:
    first, then = tokens.token(5), tokens.token(4)

    assert tokens.tokens_in(f"{first} {then} {first}") == (first, then)
