"""Whom an outside calendar means, and that nobody is guessed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from musterpoint.domain.rotas.outside import Known, Matched, Named, Said, matched

ASHA, BEN, CAROL = 1, 2, 3
KNOWN = Known.of(
    [
        (ASHA, "asha.patel@centre.example", "Asha Patel"),
        (BEN, "ben@centre.example", "Ben Okafor"),
        (CAROL, "carol@centre.example", "Carol Reid"),
        (4, "sam.one@centre.example", "Sam Lee"),
        (5, "sam.two@centre.example", "Sam Lee"),
    ]
)
EIGHT, NINE = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (8, 9))


def _matched(**turn: Any) -> Matched:
    return matched([Said(start=EIGHT, end=NINE, **turn)], KNOWN)


@pytest.mark.parametrize(
    ("turn", "people"),
    [
        ({"named": (Named(email="ASHA.Patel@centre.example"),)}, [ASHA]),
        ({"named": (Named(email="asha@home.example", name="Asha  patel"),)}, [ASHA]),
        ({"named": (Named(name="Asha Patel"), Named(email="ben@centre.example"))}, [ASHA, BEN]),
        ({"named": (Named(name="Asha Patel"), Named(name="Somebody Else"))}, [ASHA]),
        ({"named": (Named(name="Asha Patel"), Named(email="ASHA.PATEL@centre.example"))}, [ASHA]),
        ({"summary": "Carol Reid"}, [CAROL]),
        ({"summary": "On call: carol reid "}, [CAROL]),
        ({"summary": "carol@centre.example"}, [CAROL]),
        ({"summary": "Carol Reid", "organiser": Named(email="ben@centre.example")}, [CAROL]),
        ({"summary": "Primary", "organiser": Named(email="ben@centre.example")}, [BEN]),
    ],
)
def test_a_turn_means_people_by_address_and_else_by_exact_name(
    turn: dict[str, Any], people: list[int]
) -> None:
    found = _matched(**turn)

    assert [one.person for one in found.given] == people
    assert found.unmatched == ()


@pytest.mark.parametrize(
    ("turn", "says"),
    [
        ({"summary": "Carol"}, "Carol"),
        ({"summary": "Sam Lee"}, "Sam Lee"),
        ({"named": (Named(email="x@y.example"),), "summary": "Primary"}, "x@y.example"),
        ({"named": (Named(name="Some Body"),)}, "Some Body"),
        ({}, ""),
    ],
)
def test_nobody_is_guessed(turn: dict[str, Any], says: str) -> None:
    found = _matched(**turn)

    assert found.given == ()
    assert found.unmatched == (says,)


def test_what_is_not_known_is_reported_once() -> None:
    turns = [Said(start=EIGHT, end=NINE, summary="Nobody") for _ in range(3)]

    assert matched(turns, KNOWN).unmatched == ("Nobody",)
