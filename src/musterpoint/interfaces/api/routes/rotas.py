"""Rotas: who answers now or at any instant, whose turn is when, overrides and absence."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from musterpoint.apps.rotas import queries as rotas
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Action
from musterpoint.domain.rotas import AbsenceKind
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import Bearer, actor_of, caller_of
from musterpoint.interfaces.api.problems import BadQuery
from musterpoint.interfaces.api.reading import Instant
from musterpoint.interfaces.api.shapes import rotas as shapes
from musterpoint.interfaces.api.views import rotas as view
from musterpoint.usecases.be_absent import add_absence, end_absence
from musterpoint.usecases.override_turn import add_override, end_override
from musterpoint.usecases.rota_readiness import look_ahead

router = Router(tags=["Rotas"])
absences = Router(tags=["Rotas"])
LONGEST = timedelta(days=100)
AHEAD = timedelta(days=28)

Code = Annotated[str, Field(pattern=r"^[-a-zA-Z0-9_]{1,50}$")]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]


class CoverQuery(BaseModel):
    """At which instant."""

    at: Instant | None = Field(None, description="Now when not said.")


class TurnsQuery(BaseModel):
    """From when to when; four weeks from now when not said, a hundred days at most."""

    model_config = ConfigDict(populate_by_name=True)

    from_: Instant | None = Field(None, alias="from")
    to: Instant | None = None


@router.get(
    "",
    response={200: shapes.RotaList},
    auth=Bearer(),
    operation_id="list_rotas",
    summary="List rotas",
)
def list_(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Every rota by name, drafts and retired ones too, with who answers now."""
    return answer({"items": view.listed(at=clock.now())})


@router.get(
    "/{code}",
    response={200: shapes.RotaWhole},
    auth=Bearer(),
    operation_id="read_rota",
    summary="Read a rota",
)
def read(request: HttpRequest, code: Path[Code]) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Its layers as published, who answers now, and the overrides still to come."""
    return answer(view.whole(code, at=clock.now()))


@router.get(
    "/{code}/cover",
    response={200: shapes.CoverSaid},
    auth=Bearer(),
    operation_id="read_cover",
    summary="Read who answers",
)
def cover(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    code: Path[Code],
    asked: Query[CoverQuery],
) -> HttpResponse:
    """Who answers on a published rota at an instant, and why each layer says so."""
    found = rotas.covers([code], at=asked.at or clock.now())
    if code not in found:
        raise NoSuchRota(code)
    return answer(view.cover(found[code], view.names_in(found.values())))


@router.get(
    "/{code}/turns",
    response={200: shapes.TurnList},
    auth=Bearer(),
    operation_id="list_turns",
    summary="List turns",
)
def turns(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    code: Path[Code],
    asked: Query[TurnsQuery],
) -> HttpResponse:
    """Every layer's turns, cut to the span asked for; overrides and absence are in them."""
    start = asked.from_ or clock.now()
    end = asked.to or start + AHEAD
    if end <= start:
        raise BadQuery("to", "Give an instant after the beginning.")
    if end - start > LONGEST:
        raise BadQuery("to", f"Ask for {LONGEST.days} days at most.")
    return answer({"items": view.turns(rotas.turns_between(code, start=start, end=end))})


@router.get(
    "/{code}/readiness",
    response={200: shapes.ReadinessSaid},
    auth=Bearer(),
    operation_id="read_readiness",
    summary="Read what is wrong with a rota",
)
def readiness(request: HttpRequest, code: Path[Code]) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Gaps, people out of reach, double booking and short rest of the next four weeks."""
    rotas.row(code)
    return answer({"items": view.findings(look_ahead(at=clock.now(), code=code))})


@router.post(
    "/{code}/overrides",
    response={201: shapes.OverrideSaid},
    auth=Bearer(Action.PLAN_ROTA),
    operation_id="add_override",
    summary="Put somebody in",
)
def override(request: HttpRequest, code: Path[Code], body: shapes.OverrideBody) -> HttpResponse:
    """It counts at once. What has passed is not rewritten: it begins now at the earliest."""
    at = clock.now()
    made = add_override(
        code=code,
        layer=body.layer,
        start=body.start,
        end=body.end,
        person_id=body.person,
        because=body.because,
        instead_of=body.instead_of,
        replaces=body.replaces,
        by=actor_of(request),
        at=at,
    )
    row = rotas.overrides_of(code, after=at).get(pk=made)
    return answer(view.override(row), status=201, location=view.url_of(code))


@router.delete(
    "/{code}/overrides/{override_id}",
    response={204: None},
    auth=Bearer(Action.PLAN_ROTA),
    operation_id="end_override",
    summary="End an override",
)
def take_back(request: HttpRequest, code: Path[Code], override_id: Path[RowId]) -> HttpResponse:
    """One that runs ends now; one still to come never was."""
    end_override(code=code, override_id=override_id, by=actor_of(request), at=clock.now())
    return nothing()


@absences.post(
    "",
    response={201: shapes.AwaySaid},
    auth=Bearer(Action.ARRANGE_TURNS),
    operation_id="add_absence",
    summary="Say that somebody is away",
)
def away(request: HttpRequest, body: shapes.AbsenceBody) -> HttpResponse:
    """From every rota, at once. For somebody else it needs ``plan_rota``."""
    caller = caller_of(request)
    found = add_absence(
        person_id=body.person or caller.person.pk,
        start=body.start,
        end=body.end,
        kind=AbsenceKind(body.kind),
        by=caller.actor,
        at=clock.now(),
    )
    same = ("rota", "layer", "start", "end", "nobody_at_all")
    left_open = [{name: getattr(one, name) for name in same} for one in found.left_open]
    return answer(
        {"id": found.absence_id, "left_open": left_open},
        status=201,
        location=f"/api/v1/absences/{found.absence_id}",
    )


@absences.delete(
    "/{absence_id}",
    response={204: None},
    auth=Bearer(Action.ARRANGE_TURNS),
    operation_id="end_absence",
    summary="Say that somebody is back",
)
def back(request: HttpRequest, absence_id: Path[RowId]) -> HttpResponse:
    """One that runs ends now; one still to come never was."""
    end_absence(absence_id=absence_id, by=actor_of(request), at=clock.now())
    return nothing()
