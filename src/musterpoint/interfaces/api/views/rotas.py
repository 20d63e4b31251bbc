"""Rotas as JSON: covers, turns, findings, with the names of the people they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.rotas import documents
from musterpoint.apps.rotas import queries as rotas
from musterpoint.domain.decisions import Because
from musterpoint.domain.rotas import Cover, Finding, Turn
from musterpoint.interfaces.api.addresses import ROOT

Names = Mapping[int, str]


def url_of(code: str) -> str:
    """Return the address of a rota."""
    return f"{ROOT}/rotas/{code}"


def listed(*, at: datetime) -> list[dict[str, Any]]:
    """Return every rota with who answers now."""
    rows = list(rotas.rows().defer("draft", "published"))
    covers, roles = rotas.every_cover(at=at), rotas.roles_of_rotas()
    names = names_in(covers.values())
    return [_rota(row, covers.get(row.code), roles.get(row.code, []), names) for row in rows]


def whole(code: str, *, at: datetime) -> dict[str, Any]:
    """Return one rota with its document and what was arranged differently."""
    row = rotas.row(code)
    covers, roles = rotas.covers([code], at=at), rotas.roles_of_rotas()
    overrides = list(rotas.overrides_of(code, after=at))
    return {
        **_rota(row, covers.get(code), roles.get(code, []), names_in(covers.values())),
        "document": row.published or row.draft,
        "overrides": [override(one) for one in overrides],
    }


def cover(found: Cover, names: Names) -> dict[str, Any]:
    """Return who answers at an instant."""
    return {
        "rota": found.rota,
        "at": found.at,
        "nobody": found.nobody,
        "answers": [
            {
                "person": _person(one.person, names),
                "layer": one.layer,
                "since": one.since,
                "until": one.until,
                "because": _because(one.because),
            }
            for one in found.answers
        ],
        "shadows": [_person(one, names) for one in found.shadows],
        "because": [_because(one) for one in found.because],
        "fallback": documents.fallback_text(found.fallback),
    }


def turns(found: Iterable[Turn]) -> list[dict[str, Any]]:
    """Return turns in order."""
    items = list(found)
    names = accounts.names(one.person for one in items if one.person is not None)
    return [
        {
            "layer": one.layer,
            "start": one.start,
            "end": one.end,
            "person": None if one.person is None else _person(one.person, names),
            "because": _because(one.because),
        }
        for one in items
    ]


def findings(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings, what blocks first."""
    items = list(found)
    names = accounts.names(one.person for one in items if one.person is not None)
    same = ("kind", "severity", "rota", "start", "end", "says", "remedy")
    return [
        {
            **{name: getattr(one, name) for name in same},
            "person": None if one.person is None else _person(one.person, names),
        }
        for one in items
    ]


def override(row: Any) -> dict[str, Any]:
    """Return an override."""
    same = ("id", "layer", "start", "end", "because")
    instead = row.instead_of
    return {
        **{name: getattr(row, name) for name in same},
        "person": {"id": row.person.pk, "name": row.person.name},
        "instead_of": None if instead is None else {"id": instead.pk, "name": instead.name},
    }


def names_in(covers: Iterable[Cover]) -> Names:
    """Return the names of everybody whom these covers mean."""
    return accounts.names(person for found in covers for person in (*found.people, *found.shadows))


def _rota(row: Any, found: Cover | None, roles: list[str], names: Names) -> dict[str, Any]:
    same = ("code", "name", "state", "edition", "published_at")
    return {
        **{name: getattr(row, name) for name in same},
        "roles": roles,
        "cover": None if found is None else cover(found, names),
        "url": url_of(row.code),
    }


def _person(person: int, names: Names) -> dict[str, Any]:
    return {"id": person, "name": names.get(person, "")}


def _because(because: Because) -> dict[str, Any]:
    return {"clause": because.clause, "says": because.says}
