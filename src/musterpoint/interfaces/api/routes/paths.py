"""Trying an escalation path with the people, rotas and ways there are. It writes nothing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from musterpoint.apps.escalation.trying import try_path
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.escalation.trying import Flag, Simulated, Told
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer
from musterpoint.interfaces.api.problems import BadQuery
from musterpoint.interfaces.api.reading import Instant
from musterpoint.interfaces.api.shapes import paths as shapes

router = Router(tags=["Escalation paths"])


class SimulationQuery(BaseModel):
    """When it begins, and at which priority."""

    at: Instant | None = Field(None, description="Now when left out.")
    priority: str = Field("", max_length=60, description="The gravest when left out.")


@router.get(
    "/{code}/simulation",
    response={200: shapes.SimulationSaid},
    auth=Bearer(),
    operation_id="simulate_path",
    summary="Try a path",
)
def simulation(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    code: str,
    asked: Query[SimulationQuery],
) -> HttpResponse:
    """Who would be told when and by what, if nobody answered; by the strategy in force now."""
    now = clock.now()
    version = policies.in_force(at=now)
    strategy, start = version.strategy, asked.at or now
    path = strategy.paths.get(code)
    if path is None:
        raise Http404
    priorities = [level.code for level in strategy.priorities]
    priority = asked.priority or priorities[0]
    if priority not in priorities:
        raise BadQuery("priority", f"Give one of {', '.join(priorities)}.")
    trial = try_path(strategy, path, priority=priority, at=start)
    return answer(
        {
            "path": code,
            "priority": priority,
            "at": start,
            "policy_version": version.number,
            "tellings": [_telling(one) for one in trial.tellings],
            "flags": [_flag(one) for one in trial.flags],
        }
    )


def _telling(one: Simulated) -> dict[str, Any]:
    return {
        "step": one.step,
        "round": one.round,
        "at": one.at,
        "left_out": one.left_out,
        "because": {"clause": one.because.clause, "says": one.because.says},
        "note": one.note,
        "need": one.need,
        "people": [_told(person) for person in one.people],
    }


def _told(person: Told) -> dict[str, Any]:
    return {
        "person_id": None if person.person is None else int(person.person),
        "name": person.name,
        "why": person.why,
        "is_shadow": person.is_shadow,
        "ways": [
            {
                "channel": way.channel,
                "after": int(way.after.total_seconds()),
                "works": way.works,
                "says": way.says,
            }
            for way in person.ways
        ],
    }


def _flag(one: Flag) -> dict[str, Any]:
    return {"kind": one.kind.value, "step": one.step, "says": one.says, "remedy": one.remedy}
