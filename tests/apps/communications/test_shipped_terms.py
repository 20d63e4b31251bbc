"""The shipped glossary: whole, without double words, and never a change to what a text says."""

from __future__ import annotations

from collections import Counter

import pytest

from musterpoint.apps.communications.shipped_terms import shipped_terms
from musterpoint.domain.plain_words import Area, Term, accept, kept, protected, suggestions
from tests.domain.strategies import shipped

TERMS = list(shipped_terms().values())


def test_it_holds_eighty_six_terms_of_every_area() -> None:
    assert len(TERMS) == 86
    assert {one.area for one in TERMS} == set(Area)
    assert all(one.plain and one.trap for one in TERMS)


def test_every_word_belongs_to_one_term() -> None:
    words = Counter(word.lower() for one in TERMS for word in (one.term, *one.aliases))

    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda one: one.code)
def test_what_is_put_in_brings_nothing_protected_with_it(term: Term) -> None:
    said = f"{term.plain} {term.instead} {term.instead_many}"

    assert [one.text for one in protected(said)] == []
    assert set(term.everyday) <= {term.term, *term.aliases}


@pytest.mark.parametrize("term", TERMS, ids=lambda one: one.code)
def test_every_term_is_found_and_said_plainly(term: Term) -> None:
    for word in term.marked_words:
        before = f"We have the {word} of batch B-2207, not 5 mm by 4 pm."

        found = suggestions(before, TERMS)
        after = accept(before, found)

        assert term.code in {one.term.code for one in found}, word
        assert kept(before, after) == ()
        assert after != before


def test_audiences_that_know_a_term_are_those_of_the_shipped_strategy() -> None:
    known = {audience for one in TERMS for audience in one.known_by}

    assert known - set(shipped().audiences) == set()
