"""A rota's layers as one JSON document, and back: what a draft holds and what is published.

People stand in it as ``person:<id>``, as everywhere in the ledger. What was arranged differently
(overrides, absence, shadows, what an outside calendar said) is not part of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from musterpoint.domain.calendars import Span
from musterpoint.domain.rotas import AnyLayer, Layer, OutsideLayer, Rota
from musterpoint.domain.rotas.values import Week

PERSON = "person:"
ROLE = "role:"


def written(rota: Rota) -> dict[str, Any]:
    """Return the document of a rota."""
    return {
        "name": rota.name,
        "zone": rota.zone,
        "fallback": fallback_text(rota.fallback),
        "layers": [_layer_written(layer) for layer in rota.layers],
    }


def read(code: str, document: Mapping[str, Any]) -> Rota:
    """Return the rota that a document describes."""
    return Rota(
        code=code,
        name=document["name"],
        zone=document["zone"],
        fallback=fallback_named(document["fallback"]),
        layers=tuple(_layer_read(layer) for layer in document["layers"]),
    )


def fallback_text(fallback: int | str) -> str:
    """Return a fallback as text: ``person:5`` or ``role:duty_manager``."""
    return f"{PERSON}{fallback}" if isinstance(fallback, int) else f"{ROLE}{fallback}"


def fallback_named(text: str) -> int | str:
    """Return the person or the responder role that a fallback's text names."""
    if text.startswith(PERSON):
        return int(text.removeprefix(PERSON))
    return text.removeprefix(ROLE)


def _layer_written(layer: AnyLayer) -> dict[str, Any]:
    if isinstance(layer, OutsideLayer):
        return {"code": layer.code, "name": layer.name, "outside": True}
    return {
        "code": layer.code,
        "name": layer.name,
        "people": [f"{PERSON}{person}" for person in layer.people],
        "first_date": layer.first_date.isoformat(),
        "zone": layer.zone,
        "hands_over_at": [at.strftime("%H:%M") for at in layer.hands_over_at],
        "turn": layer.turn,
        "hours": layer.hours and [[str(span) for span in day] for day in layer.hours],
        "closed": sorted(day.isoformat() for day in layer.closed),
    }


def _layer_read(said: Mapping[str, Any]) -> AnyLayer:
    if said.get("outside"):
        return OutsideLayer(code=said["code"], name=said["name"], given=())
    return Layer(
        code=said["code"],
        name=said["name"],
        people=tuple(int(person.removeprefix(PERSON)) for person in said["people"]),
        first_date=date.fromisoformat(said["first_date"]),
        zone=said["zone"],
        hands_over_at=tuple(time.fromisoformat(at) for at in said["hands_over_at"]),
        turn=said["turn"],
        hours=_week(said["hours"]),
        closed=frozenset(date.fromisoformat(day) for day in said["closed"]),
    )


def _week(said: Sequence[Sequence[str]] | None) -> Week | None:
    if said is None:
        return None
    return tuple(tuple(Span.parse(span) for span in day) for day in said)
