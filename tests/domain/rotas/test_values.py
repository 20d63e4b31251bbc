"""What no rota, layer, override or absence can be."""

from datetime import UTC, time
from typing import Any

import pytest

from musterpoint.domain.calendars import Span
from musterpoint.domain.rotas import (
    Absence,
    BadAbsence,
    BadGiven,
    BadLayer,
    BadOverride,
    BadRota,
    BadShadow,
    Given,
    OutsideLayer,
    Override,
    Shadow,
    outside_layers,
)
from musterpoint.domain.wall_clock import NaiveInstant, UnknownZone
from tests.domain.rotas.rota_examples import ASHA, BEN, CARA, DEV, HOUR, NOON, layer, rota


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({"people": ()}, "Layer 'first' has nobody to take turns."),
        ({"turn": 0}, "A turn of layer 'first' lasts at least one hand-over."),
        ({"hands_over_at": ()}, "Layer 'first' never hands over."),
        (
            {"hands_over_at": (time(20), time(8))},
            "The hand-overs of layer 'first' are not in order of the day.",
        ),
        (
            {"hands_over_at": (time(8), time(8))},
            "The hand-overs of layer 'first' are not in order of the day.",
        ),
        (
            {"hands_over_at": (time(8, 0, 30),)},
            "Layer 'first' hands over at whole minutes of its own wall clock.",
        ),
        (
            {"hands_over_at": (time(8, tzinfo=UTC),)},
            "Layer 'first' hands over at whole minutes of its own wall clock.",
        ),
        ({"hours": ((),) * 7}, "Layer 'first' has hours, but is never on duty in a week."),
        (
            {"hours": ((Span(0, 60),),) * 6},
            "The hours of layer 'first': a week has 7 days, calendar 'first' has 6.",
        ),
        (
            {"hours": ((Span(0, 60), Span(30, 90)),) * 7},
            "The hours of layer 'first': 00:30-01:30 begins before 00:00-01:00 has ended.",
        ),
    ],
)
def test_a_layer_in_which_nobody_could_have_a_turn_is_refused(
    differs: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadLayer) as refused:
        layer(**differs)

    assert str(refused.value) == says


def test_a_layer_or_rota_in_no_zone_is_refused() -> None:
    with pytest.raises(UnknownZone):
        layer(zone="Europe/Camelot")
    with pytest.raises(UnknownZone):
        rota(zone="Europe/Camelot")


def test_a_window_without_length_is_refused() -> None:
    """Elsewhere such a window silently pages nobody."""
    with pytest.raises(BadOverride, match="does not run forward"):
        Override(start=NOON, end=NOON, person=BEN, because="dentist")
    with pytest.raises(BadAbsence, match="does not run forward"):
        Absence(person=ASHA, start=NOON, end=NOON - HOUR)
    with pytest.raises(BadShadow, match="does not run forward"):
        Shadow(person=ASHA, layer="first", start=NOON, end=NOON)
    with pytest.raises(BadGiven, match="does not run forward"):
        Given(start=NOON, end=NOON, person=ASHA)


def test_an_override_of_somebody_by_themselves_is_refused() -> None:
    with pytest.raises(BadOverride, match="Nobody can stand in for themselves"):
        Override(start=NOON, end=NOON + HOUR, person=BEN, instead_of=BEN)


def test_a_span_without_a_zone_is_refused_and_one_in_a_zone_is_kept_in_utc() -> None:
    with pytest.raises(NaiveInstant):
        Absence(person=ASHA, start=NOON.replace(tzinfo=None), end=NOON + HOUR)

    kept = Absence(person=ASHA, start=NOON.astimezone(), end=NOON + HOUR)

    assert kept.start.tzinfo is UTC
    assert kept == Absence(person=ASHA, start=NOON, end=NOON + HOUR)


def test_a_rota_without_a_fallback_is_refused() -> None:
    with pytest.raises(BadRota, match="must say who is told when nobody is on duty"):
        rota(layer(), fallback=" ")


def test_two_layers_of_one_code_are_refused() -> None:
    with pytest.raises(BadRota, match="has two layers of one code"):
        rota(layer(), layer(name="Again"))


def test_shadowing_a_layer_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadShadow, match="Rota 'tech' has no layer 'second' to shadow"):
        rota(layer(), shadows=(Shadow(person=CARA, layer="second", start=NOON, end=NOON + HOUR),))


def test_two_turns_at_once_in_one_outside_layer_are_refused() -> None:
    with pytest.raises(BadGiven, match="has two turns at 2026-11-23T12:30:00"):
        OutsideLayer(
            code="out",
            name="Outside",
            given=(
                Given(start=NOON + HOUR / 2, end=NOON + 2 * HOUR, person=BEN),
                Given(start=NOON, end=NOON + HOUR, person=ASHA),
            ),
        )


def test_people_who_are_on_at_once_outside_become_layers_and_none_is_lost() -> None:
    first, second, third = (
        Given(start=NOON, end=NOON + 2 * HOUR, person=ASHA),
        Given(start=NOON + HOUR, end=NOON + 3 * HOUR, person=BEN),
        Given(start=NOON + 2 * HOUR, end=NOON + 3 * HOUR, person=CARA),
    )

    one, two = outside_layers("out", "Outside", (third, second, first))

    assert (one.code, one.name, one.given) == ("out", "Outside", (first, third))
    assert (two.code, two.name, two.given) == ("out+2", "Outside 2", (second,))


def test_a_rota_names_everybody_who_could_be_the_answer_once() -> None:
    override = Override(start=NOON, end=NOON + HOUR, person=CARA, because="dentist")
    outside = OutsideLayer(
        code="out", name="Outside", given=(Given(start=NOON, end=NOON + HOUR, person=ASHA),)
    )

    assert rota(layer(overrides=(override,)), outside).people == (ASHA, BEN, CARA)


def test_who_learns_and_who_is_fallen_back_on_could_be_told_and_are_never_the_answer() -> None:
    shadow = Shadow(person=CARA, start=NOON, end=NOON + HOUR)
    whole = rota(layer(), shadows=(shadow,), fallback=DEV)

    assert whole.people == (ASHA, BEN)
    assert whole.everybody == (ASHA, BEN, CARA, DEV)
    assert rota(layer()).everybody == (ASHA, BEN)
