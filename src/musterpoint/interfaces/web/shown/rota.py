"""One rota's page: what its forms offer, and what was arranged differently on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.rotas import queries
from musterpoint.domain.rotas import OutsideLayer, Rota, Turn
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown.rotas import names_of_roles, stretch

Choices = list[tuple[str, str]]


def colleagues() -> Choices:
    known = sorted(directory.people().values(), key=lambda one: one.name)
    return [(str(one.id), one.name) for one in known]


def layers(rota: Rota) -> Choices:
    return [(layer.code, layer.name) for layer in rota.layers]


def choices(
    rota: Rota, ahead: Iterable[Turn], names: Mapping[int, str], *, me: int, at: datetime
) -> dict[str, dict[str, Choices]]:
    """Return what each form of the page offers."""
    ahead = _whole(ahead)
    own = [turn for turn in ahead if turn.person == me]
    others = [turn for turn in ahead if turn.person != me]
    taken = {role for roles in queries.roles_of_rotas().values() for role in roles}
    return {
        "override": {
            "person_id": [("", _("Choose somebody")), *colleagues()],
            "instead_of": [("", _("Anybody")), *_people(rota, names)],
            "layer": layers(rota),
        },
        "offer": {
            "turn": [(_key(turn), _said(rota, turn)) for turn in own],
            "taker_id": [("", _("Everybody on this rota")), *_people(rota, names, but=me)],
            "back": [
                ("", _("Nothing")),
                *((f"{_key(turn)}|{turn.person}", _said(rota, turn, names)) for turn in others),
            ],
        },
        "shadow": {
            "person_id": [("", _("Choose somebody")), *colleagues()],
            "layer": [("", _("All layers")), *layers(rota)],
        },
        "outside": {
            "layer": [
                (layer.code, layer.name)
                for layer in rota.layers
                if isinstance(layer, OutsideLayer) and "+" not in layer.code
            ]
        },
        "role": {
            "role": sorted(
                ((code, name) for code, name in names_of_roles(at=at).items() if code not in taken),
                key=lambda one: one[1],
            )
        },
    }


def away(*, plans: bool, me: int) -> dict[str, Choices]:
    """Return whom somebody may say is away: themselves, and all others if they plan rotas."""
    known = colleagues()
    return {"person_id": known if plans else [one for one in known if one[0] == str(me)]}


def overrides(code: str, rota: Rota, *, at: datetime) -> list[dict[str, Any]]:
    named = {layer.code: layer.name for layer in rota.layers}
    return [
        {
            "id": one.pk,
            "name": one.person.name,
            "instead_of": one.instead_of.name if one.instead_of else "",
            "layer": named.get(one.layer, one.layer),
            "when": stretch(one.start, one.end),
            "because": one.because,
            "holds": one.start <= at,
            "is_swap": one.swap_id is not None,
        }
        for one in queries.overrides_of(code, after=at)
    ]


def shadows(code: str, rota: Rota, *, at: datetime) -> list[dict[str, Any]]:
    named = {layer.code: layer.name for layer in rota.layers}
    return [
        {
            "id": one.pk,
            "name": one.person.name,
            "layer": named.get(one.layer, _("all layers")),
            "when": stretch(one.start, one.end),
        }
        for one in queries.shadows_of(code, after=at)
    ]


def swaps(rows: Iterable[Any], *, me: int, plans: bool) -> list[dict[str, Any]]:
    """Return open swaps, each with what this person may do about it."""
    return [
        {
            "id": one.pk,
            "rota": one.rota,
            "giver": one.giver.name,
            "taker": one.taker.name if one.taker else "",
            "when": stretch(one.start, one.end),
            "back": stretch(one.return_start, one.return_end) if one.return_start else "",
            "because": one.because,
            "is_accepted": one.state == "accepted",
            "acts": _acts(one, me=me, plans=plans),
        }
        for one in rows
    ]


def outside(code: str, rota: Rota) -> list[dict[str, Any]]:
    """Return the calendars of others that fill layers, and what came of reading them."""
    named = {layer.code: layer.name for layer in rota.layers}
    return [
        {
            "code": one.layer,
            "layer": named.get(one.layer, one.layer),
            "url": one.url,
            "fetched_at": one.fetched_at,
            "error": one.last_error,
            "unmatched": one.unmatched,
        }
        for one in queries.outside_calendars([code])
    ]


def absences(*, at: datetime, me: int, plans: bool, people: Iterable[int]) -> list[dict[str, Any]]:
    """Return who of these people is away, now or later; why, for whoever plans or it concerns."""
    known = set(people)
    return [
        {
            "id": one.pk,
            "name": one.person.name,
            "when": stretch(one.start, one.end),
            "kind": one.kind if plans or one.person_id == me else "",
            "may_end": plans or one.person_id == me,
        }
        for one in queries.absences(after=at)
        if one.person_id in known
    ]


def _acts(swap: Any, *, me: int, plans: bool) -> list[tuple[str, str]]:
    if swap.state == "offered":
        if swap.giver_id == me:
            return [("withdraw", _("Take it back"))]
        if swap.taker_id in {None, me}:
            refuse = [("decline", _("Decline"))] if swap.taker_id == me else []
            return [("accept", _("Accept")), *refuse]
        return [("decline", _("Decline"))] if plans else []
    if me in {swap.giver_id, swap.taker_id}:
        mine = ("withdraw", _("Take it back")) if swap.giver_id == me else ("decline", _("Decline"))
        return [mine]
    return [("approve", _("Approve")), ("decline", _("Decline"))] if plans else []


def _whole(ahead: Iterable[Turn]) -> list[Turn]:
    """Return somebody's turns, the days of one turn in office hours as one."""
    found: dict[tuple[str, int, str], Turn] = {}
    for turn in ahead:
        if turn.person is not None:
            first = found.setdefault((turn.layer, turn.person, turn.because.says), turn)
            found[turn.layer, turn.person, turn.because.says] = replace(first, end=turn.end)
    return list(found.values())


def _people(rota: Rota, names: Mapping[int, str], *, but: int = 0) -> Choices:
    found = [(str(one), names.get(one, "")) for one in rota.people if one != but]
    return sorted(found, key=lambda one: one[1])


def _key(turn: Turn) -> str:
    return f"{turn.layer}|{turn.start.isoformat()}|{turn.end.isoformat()}"


def _said(rota: Rota, turn: Turn, names: Mapping[int, str] | None = None) -> str:
    layer = dict(layers(rota)).get(turn.layer, turn.layer)
    whose = f"{names.get(turn.person or 0, '')}: " if names else ""
    return f"{whose}{stretch(turn.start, turn.end)} ({layer})"
