"""Who answers now, and why: turns, hours, holidays, overrides, absence, and nobody."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from time import perf_counter

import pytest

from musterpoint.domain.calendars import Span
from musterpoint.domain.decisions import Because
from musterpoint.domain.rotas import (
    Absence,
    Gap,
    Given,
    Layer,
    OnDuty,
    OutsideLayer,
    Override,
    Rota,
    Shadow,
    cover,
    gaps,
    hands_over,
    turns,
)
from musterpoint.domain.wall_clock import NaiveInstant
from tests.domain.rotas.rota_examples import ASHA, BEN, CARA, DAY, DEV, HOUR, NOON, layer, rota

OFFICE = ((Span.parse("09:00-17:00"),),) * 5 + ((), ())
FRIDAY_NOON = NOON - 3 * DAY


def override(person: int, **differs: object) -> Override:
    given = {"start": NOON, "end": NOON + HOUR, "person": person, "because": "dentist"}
    return Override(**(given | differs))  # type: ignore[arg-type]  # each test names its own


def says(rota: Rota, at: datetime) -> list[str]:
    return [each.says for each in cover(rota, at).because]


def who(rota: Rota, at: datetime) -> tuple[int, ...]:
    return cover(rota, at).people


def test_the_answer_names_the_person_the_whole_turn_and_the_clause() -> None:
    answers = cover(rota(layer()), NOON)

    because = Because(clause="rotas.tech.first", says="Turn 4 of the weekly First line.")
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert answers.answers == (
        OnDuty(person=BEN, layer="first", since=monday, until=monday + 7 * DAY, because=because),
    )
    assert answers.because == (because,)
    assert not answers.nobody


@pytest.mark.parametrize(
    ("turn", "hands_over_at", "text"),
    [
        (1, (time(9),), "Turn 22 of the daily First line."),
        (7, (time(9),), "Turn 4 of the weekly First line."),
        (14, (time(9),), "Turn 2 of the fortnightly First line."),
        (14, (time(8), time(20)), "Turn 4 of the weekly First line."),
        (1, (time(8), time(20)), "Turn 43 of First line."),
        (3, (time(9),), "Turn 8 of First line."),
    ],
)
def test_the_reason_says_which_turn_of_what(
    turn: int, hands_over_at: tuple[time, ...], text: str
) -> None:
    assert says(rota(layer(turn=turn, hands_over_at=hands_over_at)), NOON) == [text]


def test_the_weekday_of_hand_over_is_that_of_the_first_date() -> None:
    wednesdays = layer(first_date=date(2026, 11, 4))
    wednesday = datetime(2026, 11, 25, 9, tzinfo=UTC)

    assert hands_over(rota(wednesdays), NOON) == wednesday


def test_before_its_first_date_a_layer_answers_nobody() -> None:
    first = datetime(2026, 11, 2, 9, tzinfo=UTC)

    assert who(rota(layer()), first) == (ASHA,)
    assert says(rota(layer()), first - HOUR) == [
        "First line begins on 2026-11-02.",
        "Nobody is on duty on Technology, so its fallback is told.",
    ]


def test_answers_come_in_the_order_of_layers_and_each_person_once() -> None:
    second = layer(code="second", people=(BEN,))
    third = layer(code="third", people=(CARA,))

    answers = cover(rota(layer(), second, third), NOON)

    assert [(each.person, each.layer) for each in answers.answers] == [
        (BEN, "first"),
        (CARA, "third"),
    ]
    assert [each.clause for each in answers.because] == [
        "rotas.tech.first",
        "rotas.tech.second",
        "rotas.tech.third",
    ]


def test_sites_follow_the_sun_each_on_its_own_wall_clock() -> None:
    sites = rota(
        layer(code="leeds", people=(ASHA,), hours=OFFICE),
        layer(code="kathmandu", zone="Asia/Kathmandu", people=(BEN,), hours=OFFICE),
    )

    assert who(sites, datetime(2026, 11, 23, 4, tzinfo=UTC)) == (BEN,)
    assert who(sites, datetime(2026, 11, 23, 10, tzinfo=UTC)) == (ASHA, BEN)
    assert who(sites, datetime(2026, 11, 23, 12, tzinfo=UTC)) == (ASHA,)
    assert who(sites, datetime(2026, 11, 23, 22, tzinfo=UTC)) == ()


def test_order_goes_on_over_a_weekend_that_nobody_works() -> None:
    """Elsewhere a rotation counted the days outside its hours too, and nobody could predict it."""
    daily = rota(layer(turn=1, people=(ASHA, BEN, CARA), hours=OFFICE))

    week = [who(daily, FRIDAY_NOON + each * DAY) for each in range(-4, 6)]

    assert week == [(BEN,), (CARA,), (ASHA,), (BEN,), (CARA,), (), (), (ASHA,), (BEN,), (CARA,)]


def test_a_weekly_turn_stays_a_week_although_two_of_its_days_have_no_hours() -> None:
    weekly = rota(layer(hours=OFFICE))

    assert who(weekly, FRIDAY_NOON) == (ASHA,)
    assert who(weekly, NOON) == (BEN,)
    assert who(weekly, NOON + 7 * DAY) == (ASHA,)


def test_a_night_hand_over_without_hours_is_nobodys_turn() -> None:
    days_only = layer(
        turn=1,
        hands_over_at=(time(8), time(20)),
        hours=((Span.parse("08:00-20:00"),),) * 7,
        people=(ASHA, BEN),
    )

    assert [who(rota(days_only), NOON + each * DAY) for each in range(3)] == [
        (BEN,),
        (ASHA,),
        (BEN,),
    ]


def test_a_holiday_is_off_duty_and_moves_nobody_elses_turn() -> None:
    daily = layer(turn=1, people=(ASHA, BEN, CARA))
    holiday = replace(daily, closed=frozenset({date(2026, 11, 24)}))
    midnight = datetime(2026, 11, 24, tzinfo=UTC)

    assert says(rota(holiday), midnight)[0] == "First line is not on duty on 2026-11-24."
    assert gaps(rota(holiday), NOON, NOON + 3 * DAY) == (
        Gap(
            start=midnight,
            end=midnight + DAY,
            because=(cover(rota(holiday), midnight).because[0],),
        ),
    )
    assert who(rota(holiday), NOON + 2 * DAY) == who(rota(daily), NOON + 2 * DAY)


def test_an_override_takes_effect_at_once_and_ends_when_it_says() -> None:
    """Elsewhere it was not seen until the next hand-over."""
    arranged = rota(layer(overrides=(override(CARA),)))

    assert who(arranged, NOON) == (CARA,)
    assert says(arranged, NOON) == ["Override: dentist."]
    assert who(arranged, NOON + HOUR) == (BEN,)
    assert hands_over(arranged, NOON - HOUR) == NOON
    assert hands_over(arranged, NOON) == NOON + HOUR


def test_an_override_replaces_in_one_piece() -> None:
    """Elsewhere it acted as a removal and an addition, with a moment of nobody between them."""
    arranged = rota(layer(overrides=(override(CARA, instead_of=BEN),)))

    found = turns(arranged, NOON - HOUR, NOON + 2 * HOUR)

    assert [(turn.start, turn.person, turn.instead_of) for turn in found] == [
        (NOON - HOUR, BEN, None),
        (NOON, CARA, BEN),
        (NOON + HOUR, BEN, None),
    ]
    assert gaps(arranged, NOON - HOUR, NOON + 2 * HOUR) == ()


def test_the_same_override_is_not_applied_twice() -> None:
    """Elsewhere the second time paged whoever stood in for the stand-in."""
    ben_to_cara = override(CARA, instead_of=BEN)
    asha_to_ben = override(BEN, instead_of=ASHA)
    weekly = layer(people=(ASHA,))

    once = rota(replace(weekly, overrides=(ben_to_cara, asha_to_ben)))
    repeated = rota(replace(weekly, overrides=(asha_to_ben, asha_to_ben)))

    assert who(once, NOON) == (BEN,)
    assert who(repeated, NOON) == (BEN,)


def test_a_stand_in_can_be_stood_in_for_by_a_later_override() -> None:
    given_on = layer(
        people=(ASHA,),
        overrides=(override(BEN, instead_of=ASHA), override(CARA, instead_of=BEN)),
    )

    assert who(rota(given_on), NOON) == (CARA,)


def test_a_swap_exchanges_two_turns_and_says_so() -> None:
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    week = 7 * DAY
    swapped = layer(
        overrides=(
            override(ASHA, start=monday, end=monday + week, instead_of=BEN, swap=True),
            override(BEN, start=monday + week, end=monday + 2 * week, instead_of=ASHA, swap=True),
        )
    )

    assert [who(rota(swapped), NOON + each * week) for each in range(-1, 4)] == [
        (ASHA,),
        (ASHA,),
        (BEN,),
        (BEN,),
        (ASHA,),
    ]
    assert says(rota(swapped), NOON) == ["Swap: dentist."]


def test_an_override_of_a_person_keeps_to_the_layers_hours_and_one_of_the_layer_does_not() -> None:
    saturday = FRIDAY_NOON + DAY
    week = {"start": FRIDAY_NOON, "end": NOON}
    of_asha = rota(layer(hours=OFFICE, overrides=(override(CARA, instead_of=ASHA, **week),)))
    of_all = rota(layer(hours=OFFICE, overrides=(override(CARA, **week),)))

    assert who(of_asha, FRIDAY_NOON) == who(of_all, FRIDAY_NOON) == (CARA,)
    assert who(of_asha, saturday) == ()
    assert who(of_all, saturday) == (CARA,)


def test_an_absent_person_leaves_the_layer_empty_and_the_next_one_answers() -> None:
    second = layer(code="second", name="Second line", people=(CARA,))
    away = rota(layer(), second, absences=(Absence(person=BEN, start=NOON, end=NOON + DAY),))

    assert who(away, NOON - HOUR) == (BEN, CARA)
    assert who(away, NOON) == (CARA,)
    assert says(away, NOON)[0] == (
        "Turn 4 of the weekly First line, but absent, so nobody answers here."
    )
    assert turns(away, NOON, NOON + HOUR)[0].instead_of == BEN


def test_whoever_stands_in_for_an_absent_person_answers_unless_absent_too() -> None:
    covered = layer(overrides=(override(CARA, instead_of=BEN),))
    ben, cara = (Absence(person=each, start=NOON, end=NOON + HOUR) for each in (BEN, CARA))

    assert who(rota(covered, absences=(ben,)), NOON) == (CARA,)
    assert who(rota(covered, absences=(ben, cara)), NOON) == ()


def test_why_somebody_is_absent_is_never_said() -> None:
    away = rota(layer(), absences=(Absence(person=BEN, start=NOON, end=NOON + DAY),))

    assert "leave" not in str(cover(away, NOON))
    assert "sick" not in str(cover(away, NOON))


def test_nobody_on_duty_is_an_answer_of_its_own_and_names_the_fallback() -> None:
    empty = cover(rota(fallback=DEV), NOON)

    assert empty.nobody
    assert empty.fallback == DEV
    assert empty.because == (
        Because(
            clause="rotas.tech.fallback",
            says="Nobody is on duty on Technology, so its fallback is told.",
        ),
    )


def test_who_shadows_is_told_beside_the_layer_and_is_not_the_answer() -> None:
    learning = rota(
        layer(hours=OFFICE),
        shadows=(
            Shadow(person=CARA, layer="first", start=NOON, end=NOON + DAY),
            Shadow(person=DEV, start=NOON, end=NOON + DAY),
            Shadow(person=BEN, start=NOON, end=NOON + DAY),
        ),
    )

    assert cover(learning, NOON).shadows == (CARA, DEV)
    assert cover(learning, NOON).people == (BEN,)
    assert cover(learning, NOON + 8 * HOUR).shadows == ()
    assert cover(learning, NOON + 8 * HOUR).nobody


def test_an_outside_calendar_answers_as_it_was_given() -> None:
    given = (
        Given(start=NOON, end=NOON + HOUR, person=ASHA, says="On call: Asha"),
        Given(start=NOON + HOUR, end=NOON + 2 * HOUR, person=BEN),
    )
    outside = rota(OutsideLayer(code="pager", name="Pager", given=given))

    assert [says(outside, NOON + each * HOUR)[0] for each in range(3)] == [
        "Pager is kept in an outside calendar: On call: Asha.",
        "Pager is kept in an outside calendar.",
        "The outside calendar of Pager names nobody.",
    ]
    assert who(outside, NOON + HOUR) == (BEN,)
    assert hands_over(outside, NOON) == NOON + HOUR


def test_no_change_ahead_is_said_as_such() -> None:
    alone = rota(layer(people=(ASHA,)))

    assert hands_over(alone, NOON) is None
    assert hands_over(rota(), NOON) is None


def test_no_stretch_has_no_turns_and_no_gaps() -> None:
    assert turns(rota(layer()), NOON, NOON) == ()
    assert gaps(rota(), NOON, NOON - HOUR) == ()


def test_a_rota_without_layers_is_one_gap() -> None:
    assert gaps(rota(), NOON, NOON + DAY) == (Gap(start=NOON, end=NOON + DAY, because=()),)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveInstant):
        cover(rota(layer()), NOON.replace(tzinfo=None))


def test_a_rota_of_many_years_and_many_people_answers_quickly() -> None:
    """Six layers of ten people, begun a quarter of a century ago: turns are counted, not walked."""
    layers = [
        Layer(
            code=f"layer_{number}",
            name=f"Layer {number}",
            people=tuple(range(10)),
            first_date=date(2000, 1, 3),
            zone="America/St_Johns",
            turn=1,
            hours=OFFICE,
        )
        for number in range(6)
    ]
    busy = rota(*layers)
    cover(busy, NOON)

    times = []
    for minute in range(50):
        began = perf_counter()
        cover(busy, NOON + minute * HOUR)
        times.append(perf_counter() - began)

    assert sorted(times)[len(times) // 2] < 0.002
