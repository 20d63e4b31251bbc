"""What rota stories begin with: a rota of two weekly layers, published long ago."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from musterpoint.apps.rotas import documents
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.domain.authority import Actor
from musterpoint.domain.rotas import AnyLayer, Layer, Rota

MONDAY = date(2026, 3, 2)
"""Eight days before ``factories.NOON``: at noon the second weekly turn has been running a day."""

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LONDON = "Europe/London"


def weekly(code: str, *people: int, **more: Any) -> Layer:
    """Return a layer that hands over on Mondays at nine in London."""
    how: dict[str, Any] = {
        "name": code.title(),
        "first_date": MONDAY,
        "zone": LONDON,
        "hands_over_at": (time(9),),
        "turn": 7,
    }
    return Layer(code=code, people=people, **(how | more))


def rota(code: str, *layers: AnyLayer, fallback: int | str = "duty_manager") -> Rota:
    """Return a rota of these layers."""
    return Rota(
        code=code,
        name=code.replace("-", " ").title(),
        zone=LONDON,
        fallback=fallback,
        layers=layers,
    )


def put_in_force(value: Rota) -> Row:
    """Write a rota as if it had been published long ago, without asking whether it is ready."""
    return Row.objects.create(
        code=value.code,
        name=value.name,
        state=Row.State.PUBLISHED,
        edition=1,
        published=documents.written(value),
        changed_at=LONG_AGO,
        published_at=LONG_AGO,
    )


def id_of(actor: Actor) -> int:
    """Return the id of the person who acts."""
    assert actor.person_id is not None
    return actor.person_id
