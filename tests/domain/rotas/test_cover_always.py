"""At every instant exactly the people the rules name, and no gap unseen."""

from datetime import datetime
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.rotas import Rota, cover, gaps, hands_over, turns
from tests.domain.rotas.drawn_rotas import rotas
from tests.domain.rotas.rota_examples import DAY, MINUTE
from tests.domain.rotas.rota_oracle import answer, told


def minutes(start: datetime, end: datetime) -> list[datetime]:
    return [start + MINUTE * step for step in range(int((end - start) / MINUTE))]


@given(rotas())
def test_turns_are_what_a_minute_by_minute_reading_of_the_rules_says(
    drawn: tuple[Rota, datetime],
) -> None:
    rota, change = drawn
    start, end = change - DAY, change + DAY
    found = turns(rota, start, end)

    for layer in rota.layers:
        row = [turn for turn in found if turn.layer == layer.code]
        assert [row[0].start, row[-1].end] == [start, end]
        assert all(one.end == two.start for one, two in pairwise(row))
        for turn in row:
            for at in minutes(turn.start, turn.end):
                assert answer(rota, layer, at) == turn.person


@given(rotas(), st.data())
def test_cover_and_turns_agree_at_every_instant(
    drawn: tuple[Rota, datetime], data: st.DataObject
) -> None:
    rota, change = drawn
    found = turns(rota, change - DAY, change + DAY)
    at = change + MINUTE * data.draw(st.integers(-1440, 1439))
    edges = [turn.start for turn in found]

    for instant in (at, *edges, *(edge - MINUTE / 60 for edge in edges)):
        answers = cover(rota, instant)
        now = turns(rota, instant, instant + MINUTE / 60)
        assert answers.people == told(rota, instant)
        assert [each.because for each in now] == list(answers.because[: len(now)])
        assert answers.nobody == (len(answers.because) > len(now))


@given(rotas(), st.integers(-1440, 1439))
def test_an_answer_holds_through_its_span_and_not_a_moment_longer(
    drawn: tuple[Rota, datetime], minute: int
) -> None:
    rota, change = drawn
    at = change + MINUTE * minute

    for duty in cover(rota, at).answers:
        row = turns(rota, duty.since - MINUTE, duty.until + MINUTE)
        spans = [
            (turn.start, turn.end)
            for turn in row
            if (turn.layer, turn.person, turn.because, turn.instead_of)
            == (duty.layer, duty.person, duty.because, duty.instead_of)
        ]
        assert (duty.since, duty.until) in spans
        assert duty.since <= at < duty.until


@given(rotas())
def test_no_gap_is_unseen_and_none_is_invented(drawn: tuple[Rota, datetime]) -> None:
    rota, change = drawn
    start, end = change - DAY, change + DAY

    found = gaps(rota, start, end)

    seen = {at for gap in found for at in minutes(gap.start, gap.end)}
    assert seen == {at for at in minutes(start, end) if not told(rota, at)}
    assert all(one.end < two.start for one, two in pairwise(found))


@given(rotas())
def test_the_next_change_is_the_first_minute_with_other_answers(
    drawn: tuple[Rota, datetime],
) -> None:
    rota, change = drawn
    now = told(rota, change)
    later = minutes(change, change + DAY)

    changes_at = hands_over(rota, change, within=DAY)

    assert changes_at == next((at for at in later if told(rota, at) != now), None)


@given(rotas(), st.integers(-1440, 1439))
def test_who_shadows_is_told_beside_an_answer_and_is_never_one(
    drawn: tuple[Rota, datetime], minute: int
) -> None:
    rota, change = drawn
    at = change + MINUTE * minute

    answers = cover(rota, at)

    present = [
        each.person
        for each in rota.shadows
        if each.holds(at)
        and not any(away.person == each.person and away.holds(at) for away in rota.absences)
    ]
    expected = dict.fromkeys(each for each in present if each not in answers.people)
    assert answers.shadows == (() if answers.nobody else tuple(expected))
