from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.updates import Piece, PieceKind, compose, fields_of, text_of
from musterpoint.domain.updates.pieces import chosen_of
from tests.domain.updates.stage import fact, typed

SAYS = "{what} since about {since}. Call {number}, or write. Next word at {next}."
names = st.sampled_from(["what", "since", "do", "where"])
plain = st.text(st.characters(codec="ascii", categories=["L", "Zs"]), max_size=20)
templates = st.lists(st.tuples(plain, names), max_size=4).map(
    lambda parts: "".join(f"{says}{{{name}}}" for says, name in parts)
)
pieces = st.builds(
    Piece,
    kind=st.just(PieceKind.WORDS),
    says=st.text(max_size=12),
    field=st.sampled_from(["", "what", "since", "do", "where", "other"]),
)


def test_a_template_is_filled_in_where_its_braces_stand() -> None:
    chosen = (fact(1, "Calls do not get through.", "what"), fact(2, "13:55", "since"))

    made, wrong = compose(SAYS, (*chosen, typed("0161 496 0000", "number")), next_at="14:30")

    assert wrong == ()
    assert text_of(made) == (
        "Calls do not get through since about 13:55. Call 0161 496 0000, or write."
        " Next word at 14:30."
    )


def test_facts_without_a_template_stand_as_sentences_and_the_next_update_on_its_own_line() -> None:
    made, wrong = compose("", (fact(1), typed("We are sorry")), next_at="14:30")

    assert wrong == ()
    assert text_of(made) == ("Calls to 0161 do not get through. We are sorry.\nNext update: 14:30.")


def test_two_facts_may_fill_one_field() -> None:
    made, _wrong = compose(
        "{what} Next word at {next}.",
        (fact(1, field="what"), fact(2, field="what")),
        next_at="14:30",
    )

    assert text_of(made) == ("Calls to 0161 do not get through. Since 13:55. Next word at 14:30.")


def test_what_is_left_empty_and_what_has_no_place_is_named() -> None:
    _made, wrong = compose(SAYS, (typed(" ", "what"), typed("x", "nowhere")), next_at="14:30")

    assert [(one.field, str(one)) for one in wrong] == [
        (
            "nowhere",
            "The template has no field “nowhere”. It has: what, since, number, next.",
        ),
        ("what", "Fill in “what”."),
        ("since", "Fill in “since”."),
        ("number", "Fill in “number”."),
    ]


def test_nobody_types_the_time_of_the_next_update() -> None:
    made, _wrong = compose("Next: {next}.", (typed("soon", "next"),), next_at="14:30")

    assert text_of(made) == "Next: 14:30."


def test_a_last_update_says_nothing_of_a_next_one() -> None:
    made, wrong = compose("", (fact(1),))

    assert (text_of(made), wrong) == ("Calls to 0161 do not get through.", ())


@given(template=templates, chosen=st.lists(pieces, max_size=6))
def test_composing_what_was_chosen_again_changes_nothing(
    template: str, chosen: list[Piece]
) -> None:
    once, _wrong = compose(template, chosen, next_at="14:30")
    again, _still = compose(template, chosen_of(once), next_at="14:30")

    assert text_of(again) == text_of(once)


@given(template=templates, chosen=st.lists(pieces, max_size=6))
def test_every_field_is_filled_or_named(template: str, chosen: list[Piece]) -> None:
    made, wrong = compose(template, chosen)

    filled = {one.field for one in made if one.field and one.says.strip()}
    named = {one.field for one in wrong}
    assert set(fields_of(template)) <= filled | named
    assert not filled & named
