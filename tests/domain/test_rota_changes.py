"""What a change of a rota means to each person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.calendars import Segment
from musterpoint.domain.decisions import Because
from musterpoint.domain.rotas import Turn
from musterpoint.domain.rotas.changes import Change, changes

MIDNIGHT = datetime(2026, 3, 2, tzinfo=UTC)
BECAUSE = Because(clause="rotas.tech.first", says="Turn 1.")
ASHA, BEN = 1, 2


def _at(hour: int) -> datetime:
    return MIDNIGHT + timedelta(hours=hour)


def _turn(start: int, end: int, person: int | None, layer: str = "first") -> Turn:
    return Turn(layer=layer, start=_at(start), end=_at(end), person=person, because=BECAUSE)


def _span(start: int, end: int) -> Segment:
    return Segment(_at(start), _at(end))


def test_somebody_put_in_gains_what_the_other_loses() -> None:
    before = [_turn(0, 24, ASHA)]
    after = [_turn(0, 9, ASHA), _turn(9, 12, BEN), _turn(12, 24, ASHA)]

    assert changes(before, after) == {
        ASHA: Change(gained=(), lost=(_span(9, 12),)),
        BEN: Change(gained=(_span(9, 12),), lost=()),
    }


def test_a_turn_in_two_pieces_or_on_another_layer_is_the_same_time() -> None:
    before = [_turn(0, 24, ASHA), _turn(0, 24, None, "second")]
    after = [_turn(0, 9, ASHA), _turn(9, 24, ASHA, "second"), _turn(0, 9, None, "second")]

    assert changes(before, after) == {}


turns = st.lists(
    st.builds(
        lambda start, length, person: _turn(start, start + length, person),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from([ASHA, BEN, None]),
    ),
    max_size=6,
)


@given(before=turns, after=turns)
def test_at_every_hour_gained_and_lost_are_the_difference(
    before: list[Turn], after: list[Turn]
) -> None:
    found = changes(before, after)

    for hour in range(60):
        for person in (ASHA, BEN):
            had, has = (_holds(each, person, hour) for each in (before, after))
            change = found.get(person, Change(gained=(), lost=()))
            assert _within(change.gained, hour) == (has and not had)
            assert _within(change.lost, hour) == (had and not has)


def _holds(found: list[Turn], person: int, hour: int) -> bool:
    return any(turn.person == person and turn.start <= _at(hour) < turn.end for turn in found)


def _within(spans: tuple[Segment, ...], hour: int) -> bool:
    return any(span.start <= _at(hour) < span.end for span in spans)
