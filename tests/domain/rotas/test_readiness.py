"""What stands in the way of relying on a rota, and what only deserves a second look."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from musterpoint.domain.calendars import Span
from musterpoint.domain.rotas import (
    Absence,
    Facts,
    Finding,
    FindingKind,
    Override,
    Rota,
    Severity,
    blocks,
    readiness,
)
from tests.domain.rotas.rota_examples import ASHA, BEN, CARA, DAY, DEV, HOUR, NOON, layer, rota

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
FORTNIGHT = (MONDAY, MONDAY + 14 * DAY)
OFFICE = ((Span.parse("09:00-17:00"),),) * 5 + ((), ())
ALL_WELL = Facts(reachable=frozenset({ASHA, BEN, CARA, DEV}), roles=frozenset({"duty_manager"}))


def findings(*rotas: Rota, facts: Facts = ALL_WELL) -> tuple[Finding, ...]:
    return readiness(rotas, facts, *FORTNIGHT)


def test_a_rota_with_somebody_reachable_at_every_instant_is_ready() -> None:
    assert findings(rota(layer())) == ()


def test_a_gap_that_a_reachable_fallback_can_take_warns() -> None:
    (gap,) = findings(rota(layer(hours=OFFICE)))

    assert gap == Finding(
        kind=FindingKind.GAP,
        severity=Severity.WARNS,
        rota="tech",
        person=None,
        start=MONDAY + 8 * HOUR,
        end=MONDAY + DAY,
        says="Nobody is on duty for 256 h in 10 stretches; the fallback is told.",
        remedy="Add a layer or an override for these hours, or widen the hours of a layer.",
    )
    assert blocks((gap,)) == ()


def test_how_long_nobody_is_on_duty_is_said_in_hours_and_minutes() -> None:
    start = MONDAY + 8 * HOUR
    window = (start, start + timedelta(hours=2, minutes=30, seconds=29))

    (gap,) = readiness((rota(layer(hours=OFFICE)),), ALL_WELL, *window)

    assert gap.says.startswith("Nobody is on duty for 2 h 30 min in one stretch;")


@pytest.mark.parametrize("fallback", [5, "nobody_holds_this"])
def test_a_gap_that_no_reachable_fallback_can_take_blocks(fallback: int | str) -> None:
    found = findings(rota(layer(hours=OFFICE), fallback=fallback))

    assert {(each.kind, each.severity) for each in found} == {
        (FindingKind.GAP, Severity.BLOCKS),
        (FindingKind.UNREACHABLE, Severity.BLOCKS),
    }
    assert blocks(found) == found


def test_a_gap_blocks_while_the_fallback_is_absent() -> None:
    office = rota(layer(hours=OFFICE), fallback=DEV)
    at_night = Absence(person=DEV, start=MONDAY + 12 * HOUR, end=MONDAY + 13 * HOUR)
    by_day = Absence(person=DEV, start=MONDAY + HOUR, end=MONDAY + 2 * HOUR)

    assert [each.severity for each in findings(_with(office, by_day))] == [Severity.WARNS]
    assert [each.severity for each in findings(_with(office, at_night))] == [Severity.BLOCKS]


def test_a_fallback_that_cannot_be_reached_blocks_also_without_a_gap() -> None:
    of_a_person = findings(rota(layer(), fallback=5))
    of_a_role = findings(rota(layer(), fallback="nobody_holds_this"))

    assert [(each.kind, each.severity, each.person) for each in (*of_a_person, *of_a_role)] == [
        (FindingKind.UNREACHABLE, Severity.BLOCKS, 5),
        (FindingKind.UNREACHABLE, Severity.BLOCKS, None),
    ]
    assert of_a_person[0].says == (
        "When nobody is on duty this rota falls back on this person, who cannot be reached."
    )
    assert of_a_role[0].says == (
        "When nobody is on duty this rota falls back on the role 'nobody_holds_this',"
        " which nobody holds who can be reached."
    )


def test_somebody_without_a_way_to_be_reached_blocks_and_is_named_once() -> None:
    """Elsewhere the page skipped to the directors."""
    without_ben = Facts(reachable=frozenset({ASHA}), roles=ALL_WELL.roles)

    (found,) = findings(rota(layer(turn=1)), facts=without_ben)

    assert (found.kind, found.severity) == (FindingKind.UNREACHABLE, Severity.BLOCKS)
    assert (found.person, found.start, found.end) == (BEN, MONDAY, MONDAY + DAY)
    assert found.says == "This person has no working way to be reached, and 7 stretches of duty."


def test_whoever_has_no_turn_in_the_stretch_need_not_be_reachable() -> None:
    crowd = layer(people=(ASHA, BEN, CARA, DEV))  # the turns of Dev and Asha fall in the fortnight
    facts = Facts(reachable=frozenset({DEV, ASHA}), roles=ALL_WELL.roles)

    assert findings(rota(crowd), facts=facts) == ()


def test_a_stand_in_must_be_reachable_and_who_is_stood_in_for_need_not() -> None:
    stand_in = Override(
        start=MONDAY, end=MONDAY + 7 * DAY, person=CARA, instead_of=BEN, because="leave"
    )
    arranged = rota(layer(overrides=(stand_in,)))
    roles = ALL_WELL.roles

    assert findings(arranged, facts=Facts(reachable=frozenset({ASHA, CARA}), roles=roles)) == ()
    (found,) = findings(arranged, facts=Facts(reachable=frozenset({ASHA, BEN}), roles=roles))
    assert (found.person, found.start) == (CARA, MONDAY)


def test_one_person_on_two_layers_of_a_rota_blocks() -> None:
    second = layer(code="second", people=(ASHA, CARA))
    (found,) = findings(rota(layer(), second))

    assert (found.kind, found.severity, found.person) == (
        FindingKind.DOUBLE_BOOKED,
        Severity.BLOCKS,
        ASHA,
    )
    assert (found.start, found.end) == (MONDAY + 7 * DAY, MONDAY + 14 * DAY)
    assert found.says == (
        "This person is on layers first and second at once, in one stretch:"
        " whoever does not answer first would be called again as the second."
    )


def test_one_person_told_first_on_two_rotas_warns_on_both() -> None:
    found = findings(rota(layer()), rota(layer(people=(CARA, BEN)), code="people"))

    assert [(each.kind, each.severity, each.rota, each.person) for each in found] == [
        (FindingKind.DOUBLE_BOOKED, Severity.WARNS, "tech", BEN),
        (FindingKind.DOUBLE_BOOKED, Severity.WARNS, "people", BEN),
    ]
    assert found[0].says == (
        "This person is the first to be told on rota people too, in one stretch."
    )


def test_second_place_on_another_rota_is_not_double_booked() -> None:
    ben_is_second = rota(
        layer(people=(CARA, CARA)), layer(code="second", people=(ASHA, BEN)), code="people"
    )

    assert findings(rota(layer()), ben_is_second) == ()


def test_second_place_counts_while_the_first_is_absent() -> None:
    away = Absence(person=CARA, start=NOON, end=NOON + DAY)
    people = rota(
        layer(people=(CARA, CARA)),
        layer(code="second", people=(ASHA, BEN)),
        code="people",
        absences=(away,),
    )

    found = findings(rota(layer()), people)

    assert [(each.rota, each.start, each.end) for each in found] == [
        ("tech", NOON, NOON + DAY),
        ("people", NOON, NOON + DAY),
    ]


def test_less_than_eleven_hours_between_two_turns_warns() -> None:
    thirds = layer(
        turn=1, hands_over_at=(time(1), time(9), time(17)), people=(ASHA, BEN), zone="UTC"
    )

    found = findings(rota(thirds))

    assert {(each.kind, each.severity) for each in found} == {
        (FindingKind.SHORT_REST, Severity.WARNS)
    }
    assert {each.person for each in found} == {ASHA, BEN}
    assert found[0].says == (
        "This person has 8 h of rest between two turns, less than 11 h. It happens 20 times."
    )


def test_eleven_hours_are_rest_enough_and_nights_within_one_turn_are_not_between_turns() -> None:
    long_days = ((Span.parse("08:00-21:00"),),) * 7
    weekly = layer(hours=long_days, first_date=date(2026, 11, 2))
    exactly = layer(
        turn=1,
        hands_over_at=(time(0), time(13)),
        people=(ASHA, BEN),
        zone="UTC",
        first_date=date(2026, 11, 2),
    )

    assert {each.kind for each in findings(rota(weekly))} == {FindingKind.GAP}
    assert [each.person for each in findings(rota(exactly))] == []


def test_duty_on_two_rotas_at_once_is_one_duty_with_no_rest_in_it() -> None:
    short = rota(
        layer(people=(CARA, CARA)), layer(code="second", people=(BEN,), hours=OFFICE), code="people"
    )

    found = findings(rota(layer(people=(ASHA, BEN))), short)

    assert {each.kind for each in found} == set()


def test_lapsed_training_warns_and_names_the_course() -> None:
    facts = Facts(
        reachable=ALL_WELL.reachable, roles=ALL_WELL.roles, lapsed={BEN: ("Loggist",), CARA: ("X",)}
    )

    (found,) = findings(rota(layer()), facts=facts)

    assert (found.kind, found.severity, found.person) == (
        FindingKind.LAPSED_TRAINING,
        Severity.WARNS,
        BEN,
    )
    assert found.says == "This person has one stretch of duty and lapsed training: Loggist."


def test_what_blocks_comes_first_then_as_it_comes() -> None:
    facts = Facts(reachable=frozenset({BEN}), roles=ALL_WELL.roles, lapsed={BEN: ("Loggist",)})

    found = findings(rota(layer()), facts=facts)

    assert [(each.kind, each.person) for each in found] == [
        (FindingKind.UNREACHABLE, ASHA),
        (FindingKind.LAPSED_TRAINING, BEN),
    ]


def _with(office: Rota, away: Absence) -> Rota:
    return rota(*office.layers, fallback=office.fallback, absences=(away,))
