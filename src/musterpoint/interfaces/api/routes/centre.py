"""The contact centre and its people: who one is, colleagues, places, one's messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from musterpoint.apps.accounts import queries as people
from musterpoint.apps.notifications import queries as messages
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Action, may
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import Bearer, caller_of
from musterpoint.interfaces.api.shapes import also_said
from musterpoint.interfaces.api.shapes.other import ReadBody
from musterpoint.usecases.read_notices import read_notices

router = Router()
MOST = 1000


@router.get(
    "/me",
    response={200: also_said.Me},
    auth=Bearer(),
    operation_id="read_me",
    summary="Read whose token this is",
    tags=["People"],
)
def me(request: HttpRequest) -> HttpResponse:
    """The person behind the token, their roles, and what these allow."""
    person = caller_of(request).person
    return answer(
        {
            "id": person.pk,
            "name": person.name,
            "email": person.email,
            "roles": list(person.roles),
            "may": [str(action) for action in Action if may(person.roles, action)],
        }
    )


@router.get(
    "/people",
    response={200: also_said.ColleagueList},
    auth=Bearer(),
    operation_id="list_people",
    summary="List colleagues",
    tags=["People"],
)
def colleagues(request: HttpRequest) -> HttpResponse:
    """Active colleagues by name, a thousand at most."""
    rows = people.visible_to(caller_of(request).person).order_by("name", "id")[:MOST]
    return answer(
        {
            "items": [
                {
                    "id": row.pk,
                    "name": row.name,
                    "roles": list(row.roles),
                    "is_service": row.is_service,
                }
                for row in rows
            ]
        }
    )


def _places(kind: str, read: Callable[[], Iterable[Any]]) -> None:
    @router.get(
        f"/{kind}",
        response={200: also_said.PlaceList},
        auth=Bearer(),
        operation_id=f"list_{kind}",
        summary=f"List {kind}",
        url_name=f"list_{kind}",
        description="By name; incidents name them by code or name.",
        tags=["Centre"],
    )
    def places(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a route is handed one
        rows = list(read())[:MOST]
        return answer({"items": [{"code": row.code, "name": row.name} for row in rows]})


_places("services", organisation.services)
_places("sites", organisation.sites)
_places("queues", organisation.queues)
_places("accounts", organisation.accounts)


@router.get(
    "/messages",
    response={200: also_said.MessageList},
    auth=Bearer(),
    operation_id="list_messages",
    summary="List one's unread messages",
    tags=["People"],
)
def unread(request: HttpRequest) -> HttpResponse:
    """What the product has to tell the caller, newest first, fifty at most."""
    rows = messages.unread(caller_of(request).person)
    names = ("subject", "body", "link", "urgency", "created_at")
    return answer(
        {
            "items": [
                {"id": row.pk, "about": row.stream, **{n: getattr(row, n) for n in names}}
                for row in rows
            ]
        }
    )


@router.post(
    "/messages/read",
    response={204: None},
    auth=Bearer(),
    operation_id="mark_messages_read",
    summary="Mark messages as read",
    tags=["People"],
)
def mark_read(request: HttpRequest, body: ReadBody) -> HttpResponse:
    """Others' messages and unknown ones are left alone."""
    read_notices(recipient_id=caller_of(request).person.pk, ids=body.ids, at=clock.now())
    return nothing()
