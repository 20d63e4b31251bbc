"""What the detection finds in texts that were marked by hand, and what it leaves alone."""

from __future__ import annotations

import pytest

from musterpoint.domain.personal_data import Kind
from tests.domain.personal_data.labelled_set import (
    CHECKSUMMED,
    Labelled,
    Score,
    everything,
    score,
    texts,
)


@pytest.fixture(scope="module")
def whole() -> Score:
    return score(everything())


def test_the_set_is_large_and_a_third_of_it_holds_nothing() -> None:
    alone = [each for each in everything() if not each.spans]

    assert len(everything()) >= 300
    assert len({each.text for each in everything()}) == len(everything())
    assert len(alone) >= len(everything()) / 3


def test_every_kind_is_in_the_set_three_times_at_least() -> None:
    marked = [span.kind for each in everything() for span in each.spans]

    assert {kind: marked.count(kind) for kind in Kind if marked.count(kind) < 3} == {}


def test_identifiers_with_check_digits_are_found(whole: Score) -> None:
    assert whole.recall(*CHECKSUMMED) >= 0.98, whole.notes


def test_what_is_found_is_right(whole: Score) -> None:
    assert whole.precision() >= 0.95, whole.notes


def test_most_of_everything_else_is_found_too(whole: Score) -> None:
    assert whole.recall() >= 0.95, whole.notes


@pytest.mark.parametrize("nothing", texts("labelled_nothing.txt"), ids=lambda each: each.text)
def test_what_only_looks_like_personal_data_stays(nothing: Labelled) -> None:
    assert score([nothing]).notes == []
