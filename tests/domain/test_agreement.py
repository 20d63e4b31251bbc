"""Agreement of raters: published figures, and what must hold for any ratings."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.agreement import (
    Agreement,
    Confusion,
    RaggedRatings,
    Ratings,
    Reading,
    Scale,
    UnknownValue,
    Weights,
    alpha,
    confusions,
    interval,
    kappa,
    kappa_of,
    neighbours,
    pairwise_kappa,
    read,
)


def rows(*texts: str) -> Ratings:
    """Return ratings from one text a rater; a dot is no rating."""
    return [[None if value == "." else value for value in text] for text in texts]


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): four observers, twelve units.
FOUR_OBSERVERS = rows("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# The worked example of the encyclopaedia's article: three coders, fifteen units.
THREE_CODERS = rows(".....34121133.3", "1.213343.......", "..21344.21133.4")
FIVE = "12345"


@pytest.mark.parametrize(
    ("scale", "published"),
    [(Scale.NOMINAL, 0.743421), (Scale.ORDINAL, 0.815388), (Scale.INTERVAL, 0.849107)],
)
def test_four_observers_agree_as_published(scale: Scale, published: float) -> None:
    found = alpha(FOUR_OBSERVERS, scale=scale, order=FIVE)

    assert found.value == pytest.approx(published, abs=5e-7)
    assert (found.cases, found.ratings) == (11, 40)


@pytest.mark.parametrize(
    ("scale", "published"), [(Scale.NOMINAL, 0.691358), (Scale.INTERVAL, 0.810845)]
)
def test_three_coders_agree_as_published(scale: Scale, published: float) -> None:
    found = alpha(THREE_CODERS, scale=scale, order="1234")

    assert found.value == pytest.approx(published, abs=5e-7)


def test_the_textbook_table_has_kappa_two_fifths() -> None:
    assert kappa_of([[20, 5], [10, 15]]).value == pytest.approx(0.4)


def test_weighted_kappa_forgives_what_is_near() -> None:
    table = [[1, 1, 0], [0, 1, 0], [0, 0, 1]]  # worked out by hand

    assert kappa_of(table).value == pytest.approx(7 / 11)
    assert kappa_of(table, weights=Weights.LINEAR).value == pytest.approx(5 / 7)
    assert kappa_of(table, weights=Weights.QUADRATIC).value == pytest.approx(4 / 5)


def test_the_same_answer_everywhere_is_not_enough_variation() -> None:
    found = alpha(rows("1111", "1111"), scale=Scale.NOMINAL, order="12")

    assert found.value is None
    assert found.reading is None
    assert found.why == "Not enough variation: everybody gave the same answer to every case."
    assert kappa("1111", "1111", order="12").why == (
        "Not enough variation: both gave one and the same answer."
    )


def test_cases_that_one_person_rated_say_nothing() -> None:
    found = alpha(rows("12..", "..21"), scale=Scale.NOMINAL, order="12")

    assert (found.value, found.why) == (None, "No case was rated by two people.")
    assert kappa([None], ["1"], order="12").why == "No case was rated by both."
    assert pairwise_kappa(rows("12"), order="12").why == "It takes two people."


def test_kappa_of_many_is_the_mean_over_every_two() -> None:
    found = pairwise_kappa(rows("1122", "1122", "1212"), order="12")

    assert found.value == pytest.approx(1 / 3)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(RaggedRatings):
        alpha([["1"], ["1", "2"]], scale=Scale.NOMINAL, order="12")
    with pytest.raises(RaggedRatings):
        kappa(["1"], ["1", "2"], order="12")
    with pytest.raises(UnknownValue):
        alpha(rows("19", "12"), scale=Scale.NOMINAL, order="12")
    with pytest.raises(UnknownValue):
        kappa(["9"], ["1"], order="12")


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        (1.0, Reading.RELIABLE),
        (0.8, Reading.RELIABLE),
        (0.79999, Reading.TENTATIVE),
        (0.667, Reading.TENTATIVE),
        (0.66699, Reading.UNCLEAR),
        (-0.3, Reading.UNCLEAR),
    ],
)
def test_a_coefficient_is_read_by_the_customary_limits(value: float, reading: Reading) -> None:
    assert read(value) is reading


def test_an_interval_holds_the_value_and_is_the_same_for_the_same_chance() -> None:
    def measure(ratings: Ratings) -> Agreement:
        return alpha(ratings, scale=Scale.NOMINAL, order=FIVE)

    low, high = interval(measure, FOUR_OBSERVERS, random=Random(7)) or (0, 0)

    assert (low, high) == interval(measure, FOUR_OBSERVERS, random=Random(7))
    assert low < 0.743421 < high


def test_an_interval_of_answers_that_hardly_vary_has_no_ends() -> None:
    def measure(ratings: Ratings) -> Agreement:
        return alpha(ratings, scale=Scale.NOMINAL, order="12")

    assert interval(measure, rows("11", "11"), random=Random(7)) is None
    assert interval(measure, [], random=Random(7)) is None


def test_the_two_values_most_often_confused_come_first() -> None:
    found = confusions(rows("1224", "1324", "1334"), order=FIVE)

    assert found == (Confusion(first="2", second="3", count=4),)
    assert confusions(rows("13", "31"), order=FIVE)[0] == Confusion(first="1", second="3", count=2)
    assert list(neighbours(confusions(rows("13", "32"), order=FIVE), order=FIVE)) == [
        Confusion(first="2", second="3", count=1)
    ]


some_ratings = st.integers(min_value=2, max_value=6).flatmap(
    lambda cases: st.lists(
        st.lists(st.sampled_from([*"123", None]), min_size=cases, max_size=cases),
        min_size=2,
        max_size=5,
    )
)


@given(ratings=some_ratings, scale=st.sampled_from(Scale), seed=st.integers(0, 9))
def test_alpha_never_exceeds_one_and_minds_neither_raters_nor_cases(
    ratings: list[list[str | None]], scale: Scale, seed: int
) -> None:
    found = alpha(ratings, scale=scale, order="123")
    shuffled = list(ratings)
    Random(seed).shuffle(shuffled)
    turned = [list(reversed(row)) for row in shuffled]

    if found.value is None:
        assert found.why
        return
    assert found.value <= 1 + 1e-12
    assert alpha(turned, scale=scale, order="123").value == pytest.approx(found.value)


@given(ratings=some_ratings)
def test_perfect_agreement_is_one_whenever_it_is_anything(ratings: list[list[str | None]]) -> None:
    found = alpha([ratings[0], ratings[0]], scale=Scale.ORDINAL, order="123")

    assert found.value in {None, 1.0}
