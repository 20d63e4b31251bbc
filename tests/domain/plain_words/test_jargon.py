"""Terms are marked for those who do not know them, and made plain without losing anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.plain_words import (
    NotThere,
    WouldChange,
    accept,
    jargon,
    kept,
    protected,
    suggestions,
)
from tests.domain.plain_words.words_of_a_trade import GLOSSARY


def said(text: str, audience: str = "customers") -> list[str]:
    return [one.said for one in jargon(text, GLOSSARY, audience)]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("The lead time of NCR 4", ["lead time", "NCR"]),
        ("Lead-times and NCRs", ["Lead-times", "NCRs"]),
        ("a Non-Conformance\nReport", ["Non-Conformance\nReport"]),
        ("The eta is unknown, the misleading times too", []),
        ("We fit a clearance fit of H7/g6", ["clearance fit", "H7/g6"]),
        ("NCR-2207 and NCR/7 are codes", []),
        ("Its case is IP67.", ["IP67"]),
        ("The ETA (when it will arrive) is Monday", []),
    ],
)
def test_terms_are_marked_where_they_are_terms(text: str, marked: list[str]) -> None:
    assert said(text) == marked


def test_those_who_use_a_term_are_not_told_about_it() -> None:
    assert said("NCR and ETA", "suppliers") == ["ETA"]
    assert said("NCR and ETA", "") == ["NCR", "ETA"]


def offered(text: str) -> list[str]:
    return [one.instead for one in suggestions(text, GLOSSARY, "customers")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("An ETA is 4 pm.", "An estimated arrival is 4 pm."),
        ("We wrote an NCR.", "We wrote a record of a fault."),
        (
            "NCRs help. Lead time: 5 days",
            "Records of faults help. Time from order to goods: 5 days",
        ),
        ("Two ETAs", "Two ETAs (when somebody thinks it will arrive)"),
        ("It is IP67.", "It is IP67 (how well a case keeps dust and water out)."),
        (
            "IP67 here, IP67 there",
            "IP67 (how well a case keeps dust and water out) here, IP67 there",
        ),
        ("We stop ship.", "We stop ship (goods stay here until they are released)."),
        ("Nothing to mark", "Nothing to mark"),
    ],
)
def test_terms_are_said_plainly(before: str, after: str) -> None:
    assert accept(before, suggestions(before, GLOSSARY, "customers")) == after


def test_words_that_moved_are_not_replaced() -> None:
    found = suggestions("The ETA is 16:00.", GLOSSARY)

    with pytest.raises(NotThere, match="“ETA” does not stand there any more"):
        accept("Well, the ETA is 16:00.", found)


def test_a_suggestion_that_would_change_a_number_is_refused() -> None:
    [one] = suggestions("The ETA is 16:00.", GLOSSARY)
    wrong = type(one)(
        start=one.start, end=one.end, said=one.said, instead="arrival in 2 h", marked=one.marked
    )

    with pytest.raises(WouldChange, match="“2 h” was not said before"):
        accept("The ETA is 16:00.", [wrong])


PIECES = st.sampled_from(
    [
        "lead time", "NCRs", "an NCR", "ETA", "IP67", "stop ship", "clearance fit", "A lead time",
        "10.00 mm", "not", "B-2207-A", "rev C", "by 4 pm", "about 5 %", "never", "{name}", "two",
        "of", "the", "NCR-7", "e-mail a@b.example", "3 to", "5", "at least", "0042",
    ]
)  # fmt: skip
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", ", ", ". ", "\n", "-", "/"])), max_size=12)


@given(TEXTS)
def test_protected_tokens_are_identical_before_and_after(pieces: list[tuple[str, str]]) -> None:
    before = "".join(word + between for word, between in pieces)

    after = accept(before, suggestions(before, GLOSSARY))

    assert kept(before, after) == ()
    assert [(one.kind, one.means) for one in protected(after)] == [
        (one.kind, one.means) for one in protected(before)
    ]


@given(st.text(max_size=100), st.sampled_from(["", "customers"]))
def test_any_text_can_be_looked_at(text: str, audience: str) -> None:
    for one in jargon(text, GLOSSARY, audience):
        assert text[one.start : one.end] == one.said

    assert kept(text, accept(text, suggestions(text, GLOSSARY, audience))) == ()
