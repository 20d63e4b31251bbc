"""Who the audiences of the strategy are here."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from musterpoint.apps.communications.queries import audiences as queries
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action
from musterpoint.domain.policy.communications import Audience
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.shapes import updates as shapes
from musterpoint.usecases.keep_audiences import add_to_audience, remove_from_audience

router = Router(tags=["Updates"])

Id = Annotated[int, Field(ge=1, lt=2**63)]


@router.get(
    "",
    response={200: shapes.AudienceList},
    auth=Bearer(Action.ADMINISTER),
    operation_id="list_audiences",
    summary="List the audiences and who belongs to them",
)
def list_(request: HttpRequest) -> HttpResponse:
    """Of the strategy in force; whoever was not named is suggested by the audience's name."""
    del request
    found = _audiences()
    members = queries.members_of(found)
    return answer({"items": [_said(one, members[one.code]) for one in found]})


@router.post(
    "/{audience}/members",
    response={201: shapes.AudienceSaid},
    auth=Bearer(Action.ADMINISTER),
    operation_id="add_to_audience",
    summary="Let somebody belong to an audience",
)
def add(request: HttpRequest, audience: str, body: shapes.MemberBody) -> HttpResponse:
    """With ``account``, for incidents of that client only."""
    number = add_to_audience(
        audience=audience,
        holder=body.holder,
        account=body.account,
        by=actor_of(request),
        at=clock.now(),
    )
    found = next(one for one in _audiences() if one.code == audience)
    said = _said(found, queries.members(found))
    location = f"{ROOT}/audiences/{audience}/members/{number}"
    return answer(said, status=201, location=location)


@router.delete(
    "/{audience}/members/{int:member}",
    response={204: None},
    auth=Bearer(Action.ADMINISTER),
    operation_id="remove_from_audience",
    summary="End somebody's belonging to an audience",
)
def remove(request: HttpRequest, audience: str, member: Path[Id]) -> HttpResponse:
    """409 when somebody did so already."""
    remove_from_audience(audience=audience, member_id=member, by=actor_of(request), at=clock.now())
    return nothing()


def _audiences() -> list[Audience]:
    return list(policies.in_force(at=clock.now()).strategy.audiences.values())


def _said(one: Audience, members: tuple[queries.Member, ...]) -> dict[str, Any]:
    return {
        "code": one.code,
        "name": one.name,
        "says": one.says,
        "outside": one.outside,
        "members": [
            {"id": each.id, "holder": each.holder, "account": each.account} for each in members
        ],
    }
