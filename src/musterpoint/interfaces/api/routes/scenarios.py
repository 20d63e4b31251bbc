"""Scenarios played against a strategy version: the shipped ones and those that are kept."""

from __future__ import annotations

from typing import Annotated

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from musterpoint.apps.policies import named, trials
from musterpoint.domain.authority import Action
from musterpoint.domain.scenarios import as_plain, play
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.routes.policies import Number
from musterpoint.interfaces.api.shapes import scenarios as shapes

router = Router(tags=["Strategy"])


class WhichQuery(BaseModel):
    """Which of them; without it, all."""

    id: Annotated[str, Field(max_length=80)] = ""


@router.get(
    "/{int:number}/scenarios",
    response={200: shapes.ScenariosSaid},
    auth=Bearer(),
    operation_id="play_scenarios",
    summary="Play scenarios against a version",
)
def play_scenarios(
    request: HttpRequest, number: Path[Number], asked: Query[WhichQuery]
) -> HttpResponse:
    """Every expectation beside what the strategy does. Nothing is kept and nobody is told."""
    actor_of(request).must(Action.TEST_POLICY)
    try:
        tried = trials.strategy_called(f"v{number}", at=clock.now())
        found = trials.kept() if not asked.id else [trials.scenario(asked.id)]
    except (named.NoSuchStrategy, named.HasErrors, trials.NoSuchScenario) as missing:
        raise Http404 from missing
    return answer(as_plain([play(one.scenario, tried.strategy) for one in found]))
