"""How a strategy version answers a framework, and which goal each of its procedures serves."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting import conformity, measures
from musterpoint.apps.reporting.measures import Latest
from musterpoint.domain.conformity import counted
from musterpoint.domain.policy.aims import Measure
from musterpoint.domain.policy.alignment import Aligned, Serving, alignment, unserved
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer
from musterpoint.interfaces.api.routes.policies import Number
from musterpoint.interfaces.api.shapes import conforming as shapes

router = Router(tags=["Strategy"])
NOTHING = Latest(value=None, of=0)


class CoverageQuery(BaseModel):
    """Against which framework."""

    framework: Annotated[str, Field(min_length=1, max_length=60)] = "iso22301"


@router.get(
    "/{int:number}/coverage",
    response={200: shapes.CoverageSaid},
    auth=Bearer(),
    operation_id="read_coverage",
    summary="Read how a version answers a framework",
)
def read_coverage(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    number: Path[Number],
    asked: Query[CoverageQuery],
) -> HttpResponse:
    """Clause by clause: what answers it, what is missing and what would close it."""
    loaded = conformity.loaded()
    framework = loaded.frameworks.get(asked.framework)
    version = _version(number)
    if framework is None:
        raise Http404
    found = conformity.standings(framework, version, at=clock.now())
    return answer(
        {
            "framework": framework.code,
            "name": framework.name,
            "policy_version": version.number,
            "counts": {status.value: n for status, n in counted(found).items()},
            "clauses": [conformity.as_plain(one) for one in found],
            "frameworks": list(loaded.frameworks),
        }
    )


@router.get(
    "/{int:number}/alignment",
    response={200: shapes.AlignmentSaid},
    auth=Bearer(),
    operation_id="read_alignment",
    summary="Read what serves the goals of a version",
)
def read_alignment(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    number: Path[Number],
) -> HttpResponse:
    """Goals, procedures and measures with their latest values, and what serves no goal."""
    version = _version(number)
    at = clock.now()
    start = measures.since(at=at)
    latest = measures.latest(version.strategy, at=at, start=start)
    return answer(
        {
            "policy_version": version.number,
            "since": start,
            "goals": [_goal(one, latest) for one in alignment(version.strategy)],
            "unserved": [_serving(one) for one in unserved(version.strategy)],
        }
    )


def _version(number: int) -> Version:
    try:
        return policies.by_number(number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _goal(one: Aligned, latest: Any) -> dict[str, Any]:
    return {
        "clause": f"goals.{one.goal.code}",
        "name": one.goal.name,
        "owner": one.goal.owner,
        "procedures": [_serving(each) for each in one.procedures],
        "targets": [_serving(each) for each in one.targets],
        "others": list(one.others),
        "measures": [_measure(each, latest.get(each.code)) for each in one.measures],
    }


def _serving(one: Serving) -> dict[str, Any]:
    return {"kind": one.kind.value, "clause": one.path, "name": one.name}


def _measure(one: Measure, found: Latest | None) -> dict[str, Any]:
    latest = found or NOTHING
    return {
        "clause": f"measures.{one.code}",
        "name": one.name,
        "formula": one.formula,
        "unit": one.unit,
        "better": one.better.value,
        "aim": one.aim,
        "is_computed": found is not None,
        "latest": latest.value,
        "of": latest.of,
        "keeps_aim": latest.keeps(one),
    }
