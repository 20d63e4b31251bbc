from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.facts import Fact, FactState
from musterpoint.domain.policy.communications import Template
from musterpoint.domain.updates import Found, Piece, PieceKind
from musterpoint.domain.updates.claims import claims
from tests.domain.updates.stage import (
    AT,
    CLAIMED,
    DOWN,
    ESTIMATE,
    FACTS,
    FLOOR,
    MINUTE,
    NEXT,
    NEXT_AT,
    RULE,
    TEMPLATE,
    draft,
    fact,
    objections,
    typed,
    whys,
)


def test_verified_facts_in_their_own_words_may_leave() -> None:
    of = draft(fact(1, field="what"), fact(2, "13:55", "since"), template=TEMPLATE)

    assert objections(of) == ()


@pytest.mark.parametrize(
    ("board", "says"),
    [
        ({}, "There is no fact 1 on the board."),
        ({1: replace(DOWN, state=FactState.WITHDRAWN)}, "Fact 1 was withdrawn."),
        ({1: replace(DOWN, good_until=AT)}, "Fact 1 has to be checked again."),
        ({1: replace(DOWN, state=FactState.CLAIMED)}, "Nobody has verified fact 1."),
        (
            {1: replace(DOWN, contradicts=frozenset({7, 3}))},
            "Fact 1 contradicts fact 3, 7. Settle that first.",
        ),
    ],
)
def test_a_fact_that_does_not_hold_stays_in(board: dict[int, Fact], says: str) -> None:
    (found,) = objections(draft(fact(1)), board)

    assert (found.says, found.piece) == (says, 0)


def test_colleagues_may_hear_of_facts_that_contradict_but_not_of_what_nobody_verified() -> None:
    board = {1: replace(DOWN, contradicts=frozenset({3})), 3: CLAIMED}

    assert objections(draft(fact(1), audience=FLOOR, rule=None), board) == ()
    assert whys(draft(fact(3), audience=FLOOR, rule=None), board) == ["unverified"]


@pytest.mark.parametrize(
    ("says", "stays_in"),
    [
        ("The carrier estimates that calls get through again by 16:00.", False),
        ("Calls get through again by 16:00, the carrier expects.", False),
        ("Calls will get through again by 16:00.", True),
        ("We estimate that calls get through again by 16:00.", True),
        ("The carrier says that calls get through again by 16:00.", True),
    ],
)
def test_an_estimate_is_worded_as_one_and_keeps_its_owner(says: str, stays_in: bool) -> None:
    assert (whys(draft(fact(4, says))) == ["not_as_estimate"]) is stays_in
    verified = {4: replace(ESTIMATE, state=FactState.VERIFIED)}
    assert (whys(draft(fact(4, says)), verified) == ["not_as_estimate"]) is stays_in


@pytest.mark.parametrize(
    ("says", "why"),
    [
        ("Calls to 0161 get through.", "strays_from_fact"),
        ("Calls to 0161 and 0151 do not get through.", "strays_from_fact"),
        ("Calls to 0161 do not get through because of a storm.", "strays_from_fact"),
        ("Everybody goes home.", "strays_from_fact"),
        ("Calls to 0161 do not get through; criminals stole records.", "strays_from_fact"),
        ("Calls to 0161 do not get through and managers left home.", "strays_from_fact"),
        ("Sorry, calls to 0161 do not get through.", ""),
        ("Callers do not get through to 0161.", ""),
    ],
)
def test_a_wording_says_what_its_fact_says(says: str, why: str) -> None:
    assert set(whys(draft(fact(1, says), rule=replace(RULE, forbids=frozenset())))) == (
        {why} if why else set()
    )


@pytest.mark.parametrize(
    "says",
    [
        "12 sites are out.",
        "Hundreds of callers wait.",
        "It began at noon.",
        "A storm brought it about: lines fail because of water.",
        "Everything is back by 16:00.",
        "Calls work again.",
    ],
)
def test_typed_words_to_people_outside_claim_nothing(says: str) -> None:
    plain = replace(RULE, forbids=frozenset())

    assert set(whys(draft(fact(1), typed(says), rule=plain))) == {"typed_claim"}
    assert whys(draft(fact(1), typed(says), audience=FLOOR, rule=None)) == []


def test_typed_words_may_repeat_a_figure_of_a_fact_they_stand_beside() -> None:
    plain = replace(RULE, forbids=frozenset())

    assert whys(draft(fact(1), typed("If you called 0161, we are sorry."), rule=plain)) == []
    assert whys(draft(typed("If you called 0161, we are sorry."), rule=plain)) == ["typed_claim"]


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("The carrier is to blame.", "blame"),
        ("We accept liability.", "liability"),
        ("There is no risk to you.", "no_risk"),
        ("It is only a precaution.", "only_precaution"),
        ("It is the all-clear.", "all_clear"),
        ("Nothing was lost.", "all_clear"),
        ("No data has been lost.", "all_clear"),
        ("Mrs Jane Smith is hurt.", "names"),
        ("It is due to a storm.", "unverified_cause"),
        ("Lines work again.", "unverified_repair_time"),
        ("We have 12 reports.", "unverified_number"),
    ],
)
def test_what_the_plan_forbids_is_not_typed(says: str, code: str) -> None:
    found = objections(draft(typed(says), audience=FLOOR))

    assert [(one.why.value, one.forbids, one.piece) for one in found] == [("forbidden", code, 0)]
    allowed = replace(RULE, forbids=frozenset())
    assert objections(draft(typed(says), audience=FLOOR, rule=allowed)) == ()


def test_a_verified_fact_may_name_a_cause_and_at_the_end_also_that_all_is_well() -> None:
    cause = replace(DOWN, says="Calls fail because of a cut cable.")
    well = replace(DOWN, says="Telephony is back to normal.")

    assert whys(draft(fact(1, cause.says)), {1: cause}) == []
    assert whys(draft(fact(1, well.says)), {1: well}) == ["forbidden"]
    assert whys(draft(fact(1, well.says), is_final=True), {1: well}) == []


def test_typed_words_do_not_pass_for_those_of_a_template() -> None:
    smuggled = Piece(kind=PieceKind.TEMPLATE, says="All lines are back.")
    of = draft(fact(1, field="what"), fact(2, "13:55", "since"), template=TEMPLATE)

    assert whys(replace(of, pieces=(*of.pieces, smuggled))) == ["not_the_template"]
    as_next = Piece(kind=PieceKind.TEMPLATE, says="All lines are back by 14:30", field="next")
    assert "not_the_template" in whys(replace(of, pieces=(*of.pieces, as_next)))


def test_an_empty_field_stays_in() -> None:
    (found,) = objections(draft(fact(1, field="what"), template=TEMPLATE))

    assert (found.why, found.says, found.field) == ("empty_field", "Fill in “since”.", "since")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"next_at": None, "next_says": ""}, "no_next"),
        ({"next_at": AT}, "next_passed"),
        ({"next_at": AT + 31 * MINUTE}, "next_too_late"),
        ({"is_final": True, "next_at": NEXT_AT}, "next_after_last"),
        ({"next_says": "15:00"}, "no_next"),
    ],
)
def test_every_update_but_the_last_gives_a_time_of_the_next_that_the_plan_allows(
    changes: dict[str, Any], why: str
) -> None:
    of = replace(draft(fact(1)), **changes)

    assert why in whys(of)


def test_an_update_that_says_nothing_stays_in() -> None:
    of = replace(draft(is_final=True), is_final=True)

    assert whys(of) == ["empty"]


def test_personal_data_stays_in_and_our_own_number_may_stand_in_a_fact() -> None:
    def found(says: str) -> list[Found]:
        at = says.find("0161")
        return [Found(start=at, end=at + 4, label="phone number", contact=True)] if at >= 0 else []

    def secret(_says: str) -> list[Found]:
        return [Found(start=0, end=5, label="NHS number")]

    assert whys(draft(fact(1)), personal=found) == []
    assert "personal_data" in whys(draft(fact(1), typed("Call 0161.")), personal=found)
    assert "personal_data" in whys(draft(fact(1)), personal=secret)
    named = replace(Found(start=0, end=5, label="name"), name=True)
    assert "personal_data" in whys(draft(fact(1)), personal=lambda _says: [named])
    open_rule = replace(RULE, forbids=frozenset())
    assert whys(draft(fact(1), rule=open_rule), personal=lambda _says: [named]) == []


def test_another_language_loses_no_figure() -> None:
    good = {"cy": "Nid yw galwadau i 0161 yn cyrraedd. Y nesaf: 14:30."}
    bad = {"cy": "Nid yw galwadau yn cyrraedd. Y nesaf: 14:30."}

    assert whys(draft(fact(1), translations=good)) == []
    assert whys(draft(fact(1), translations=bad)) == ["lost_in_translation"]


boards = st.lists(
    st.builds(
        Fact,
        number=st.integers(1, 5),
        says=st.sampled_from([one.says for one in FACTS.values()]),
        state=st.sampled_from(list(FactState)),
        estimate_of=st.sampled_from(["", "the carrier"]),
        good_until=st.sampled_from([None, AT - MINUTE, AT, AT + MINUTE]),
    ),
    max_size=5,
).map(lambda facts: {one.number: one for one in facts})
chosen = st.lists(
    st.builds(
        Piece,
        kind=st.just(PieceKind.FACT),
        fact=st.integers(1, 6),
        says=st.sampled_from(
            [*(one.says for one in FACTS.values()), "The carrier estimates so by 16:00."]
        ),
        field=st.sampled_from(["", "what", "since"]),
    )
    | st.builds(typed, st.text(max_size=20), st.sampled_from(["", "what"])),
    min_size=1,
    max_size=5,
)
templates = st.sampled_from([None, TEMPLATE, Template(code="t", name="T", says="{what} {next}")])


@given(
    board=boards,
    pieces=chosen,
    template=templates,
    outside=st.booleans(),
    is_final=st.booleans(),
    with_rule=st.booleans(),
)
def test_nothing_leaves_that_nobody_verified_or_that_no_longer_holds(  # noqa: PLR0917 - drawn
    board: dict[int, Fact],
    pieces: list[Piece],
    template: Template | None,
    outside: bool,
    is_final: bool,
    with_rule: bool,
) -> None:
    of = draft(
        *pieces,
        template=template,
        audience=replace(FLOOR, outside=outside),
        rule=RULE if with_rule else None,
        is_final=is_final,
    )

    if objections(of, board):
        return

    for piece in of.pieces:
        if piece.kind is PieceKind.FACT:
            used = board[piece.fact or 0]
            assert used.state is not FactState.WITHDRAWN
            assert not used.needs_check(at=AT)
            assert used.state is FactState.VERIFIED or used.is_estimate
            if used.is_estimate:
                assert "carrier" in piece.says.lower()
                assert "estimate" in piece.says.lower()
        elif piece.kind is PieceKind.WORDS and outside:
            known = {claim.says for used in board.values() for claim in claims(used.says)}
            assert {claim.says for claim in claims(piece.says)} <= known
    assert is_final or NEXT in "".join(piece.says for piece in of.pieces)


def test_a_plan_without_a_rhythm_takes_any_time_ahead() -> None:
    late = AT + timedelta(days=2)
    of = replace(draft(fact(1)), next_at=late, rule=replace(RULE, every=None))

    assert objections(of) == ()


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("Back by 16:00: it was a cable cut", "typed_claim"),
        ("Calls will be restored", "typed_claim"),
        ("It is our supplier's fault", "forbidden"),
        ("Mr John Archer has called", "forbidden"),
    ],
)
def test_a_subject_says_no_more_than_typed_words_may(subject: str, why: str) -> None:
    found = objections(draft(fact(1), subject=subject))

    assert why in [one.why.value for one in found]
    assert {(one.piece, one.field) for one in found} == {(None, "subject")}


def test_a_subject_may_say_the_figures_of_the_facts_below_it() -> None:
    rule = replace(RULE, forbids=frozenset())

    assert objections(draft(fact(1), subject="Calls to 0161", rule=rule)) == ()
    assert whys(draft(fact(1), subject="Calls to 0113", rule=rule)) == ["typed_claim"]


def test_nothing_personal_stands_in_a_subject() -> None:
    def personal(says: str) -> tuple[Found, ...]:
        return (Found(start=0, end=4, label="NHS number"),) if says.startswith("943") else ()

    found = objections(draft(fact(1), audience=FLOOR, rule=None, subject="943"), personal=personal)

    assert [(one.why.value, one.field) for one in found] == [("personal_data", "subject")]
