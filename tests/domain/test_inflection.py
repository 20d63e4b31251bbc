from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.inflection import bases


def same(one: str, other: str) -> bool:
    return not set(bases(one)).isdisjoint(bases(other))


@pytest.mark.parametrize(
    "forms",
    [
        "phone phones",
        "delivery deliveries",
        "batch batches",
        "stop stops stopped stopping",
        "freeze freezes freezing froze frozen",
        "leak leaks leaked leaking",
        "call calls called calling",
        "drop dropped dropping",
        "hope hoping hoped",
        "notify notified notifies",
        "die dies dying died",
        "knife knives",
        "send sent sending",
    ],
)
def test_forms_of_one_word_are_the_same(forms: str) -> None:
    first, *others = forms.split()

    assert [other for other in others if not same(first, other)] == []


@pytest.mark.parametrize(
    "pair",
    [
        "near nearly",
        "car caring",
        "hop hoping",
        "thread threat",
        "record recording",
        "new news",
        "gas ga",
        "even evening",
        "press pres",
        "virus viru",
        "station state",
    ],
)
def test_words_that_only_begin_alike_are_not(pair: str) -> None:
    one, other = pair.split()

    assert not same(one, other)


@given(word=st.text(alphabet="abdeginrsty", min_size=1, max_size=12))
def test_a_word_is_always_a_form_of_itself(word: str) -> None:
    assert bases(word)[0] == word
