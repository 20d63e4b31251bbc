"""Strategy versions: list, read as JSON or YAML, check a text, publish one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import BaseModel, Field

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies import yaml_text
from musterpoint.domain.authority import Action
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.findings import Finding, errors
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.shapes import also_said
from musterpoint.interfaces.api.shapes.other import PublishBody, StrategyText
from musterpoint.usecases.publish_policy import publish_policy

router = Router(tags=["Strategy"])
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]


class FormatQuery(BaseModel):
    """As what to read a version."""

    format: Literal["json", "yaml"] = "json"


@router.get(
    "",
    response={200: also_said.VersionList},
    auth=Bearer(),
    operation_id="list_policies",
    summary="List strategy versions",
)
def list_(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Published versions, newest first."""
    rows = [row for row in policies.versions() if row.number]
    return answer({"items": [_version(row) for row in rows]})


@router.post(
    "",
    response={201: also_said.PublishedSaid},
    auth=Bearer(Action.PUBLISH_POLICY),
    operation_id="publish_policy",
    summary="Publish a strategy version",
)
def publish(request: HttpRequest, body: PublishBody) -> HttpResponse:
    """Refused with 422 when the text has errors; running incidents keep to their version."""
    published = publish_policy(
        text=body.text,
        note=body.note or "",
        in_force_from=body.in_force_from,
        by=actor_of(request),
        at=clock.now(),
    )
    return answer(
        {
            "number": published.number,
            "in_force_from": published.in_force_from,
            "warnings": findings_of(published.warnings),
        },
        status=201,
        location=_url(published.number),
    )


@router.post(
    "/check",
    response={200: also_said.Checked},
    auth=Bearer(),
    operation_id="check_policy",
    summary="Check a strategy text",
)
def check(request: HttpRequest, body: StrategyText) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Every finding with its line; nothing is kept."""
    found = yaml_text.examine(body.text).findings
    return answer({"ok": not errors(found), "findings": findings_of(found)})


@router.get(
    "/{int:number}",
    response={200: also_said.VersionWhole},
    auth=Bearer(),
    operation_id="read_policy",
    summary="Read a strategy version",
)
def read(
    request: HttpRequest,  # noqa: ARG001  # a route is handed one
    number: Path[Number],
    asked: Query[FormatQuery],
) -> HttpResponse:
    """The whole document; ``format=yaml`` gives its text as it was published."""
    try:
        version = policies.by_number(number)
    except ObjectDoesNotExist:
        raise Http404 from None
    if asked.format == "yaml":
        return HttpResponse(policies.text_of(version.id), content_type="application/yaml")
    return answer(
        {
            "number": version.number,
            "title": version.title,
            "in_force_from": version.in_force_from,
            "strategy": dump(version.strategy),
        }
    )


def _version(row: Any) -> dict[str, Any]:
    names = ("number", "title", "note", "digest", "published_at", "in_force_from")
    return {**{name: getattr(row, name) for name in names}, "url": _url(row.number)}


def _url(number: int) -> str:
    return f"{ROOT}/policies/{number}"


def findings_of(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as the API says them."""
    return [
        {
            "severity": str(each.severity),
            "line": each.line,
            "column": each.column,
            "path": each.path,
            "says": each.says,
            "remedy": each.remedy,
        }
        for each in found
    ]
