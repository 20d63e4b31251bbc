"""How people are reached: one's own ways, what became of messages, dead letters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field

from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.notifications import queries as messages
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT, incident_id, next_url
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.problems import handled
from musterpoint.interfaces.api.shapes import reaching as shapes
from musterpoint.usecases.contact_methods import add_contact_method, remove_contact_method
from musterpoint.usecases.prove_ways import verify_contact_method
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.settle_dead_letters import (
    send_again,
    settle_dead_letter,
    take_dead_letter,
)

router = Router(tags=["Being reached"])

MOST = 100
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
WAY = ("channel", "address", "label", "verified_at", "broken_at", "broken_says", "proved_at")
SENT = (
    "channel", "purpose", "state", "receipt", "created_at", "send_at", "waits_because", "sent_at",
    "delivered_at", "read_at", "attempts", "last_error",
)  # fmt: skip
DEAD = ("channel", "subject", "died_at", "last_error", "owned_at")


@router.get(
    "/contact-methods",
    response={200: shapes.WayList},
    auth=Bearer(),
    operation_id="list_contact_methods",
    summary="List one's ways to be reached",
)
def ways(request: HttpRequest) -> HttpResponse:
    """The caller's own, oldest first. The account's e-mail stands here only once it broke."""
    rows = messages.methods_of(actor_of(request).key)
    return answer({"items": [{"id": row.pk, **_named(row, WAY)} for row in rows]})


@router.post(
    "/contact-methods",
    response={201: shapes.WaySaid},
    auth=Bearer(),
    operation_id="add_contact_method",
    summary="Add a way to be reached",
)
def add(request: HttpRequest, body: shapes.WayBody) -> HttpResponse:
    """A code goes to it; it is used once that is told."""
    actor = actor_of(request)
    pk = add_contact_method(
        holder=actor.key,
        channel=body.channel,
        address=body.address,
        label=body.label or "",
        by=actor,
        at=clock.now(),
    )
    row = messages.method(pk)
    content = {"id": pk, **_named(row, WAY)}
    return answer(content, status=201, location=f"{ROOT}/contact-methods")


@router.post(
    "/contact-methods/{int:method_id}/verify",
    response={204: None},
    auth=Bearer(),
    operation_id="verify_contact_method",
    summary="Verify a way by its code",
)
def verify(request: HttpRequest, method_id: RowId, body: shapes.CodeBody) -> HttpResponse:
    """Five tries, for 15 minutes."""
    try:
        verify_contact_method(
            method_id=method_id, code=body.code, by=actor_of(request), at=clock.now()
        )
    except Refusal as refusal:
        # Answered here and not raised, so that no transaction around takes the try back.
        return handled(request, refusal)
    return nothing()


@router.delete(
    "/contact-methods/{int:method_id}",
    response={204: None},
    auth=Bearer(),
    operation_id="remove_contact_method",
    summary="Remove a way",
)
def remove(request: HttpRequest, method_id: RowId) -> HttpResponse:
    """It is not used any more, and leaves the order of ways."""
    remove_contact_method(method_id=method_id, by=actor_of(request), at=clock.now())
    return nothing()


@router.get(
    "/incidents/{ref}/messages",
    response={200: shapes.SentList},
    auth=Bearer(),
    operation_id="list_incident_messages",
    summary="List who was told, with receipts",
)
def told(request: HttpRequest, ref: str) -> HttpResponse:
    """Who was told about the incident and what became of it, newest first, 200 at most."""
    incident = incidents.brief(actor_of(request), incident_id(ref))
    rows = messages.about(incident.stream)
    receipts = messages.receipts_of([row.pk for row in rows])
    return answer({"items": [_sent(row, receipts.get(row.pk, ())) for row in rows]})


@router.get(
    "/dead-letters",
    response={200: shapes.DeadLetterList},
    auth=Bearer(Action.ADMINISTER),
    operation_id="list_dead_letters",
    summary="List messages that were given up",
)
def dead(
    request: HttpRequest, before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None
) -> HttpResponse:
    """Those that nobody settled yet, newest first, a hundred at a time."""
    rows = messages.dead_letters(limit=MOST + 1, after=before)
    shown, more = rows[:MOST], len(rows) > MOST
    after = next_url(request, before=str(shown[-1].pk)) if more else None
    return answer({"items": [_dead(row) for row in shown], "next": after})


@router.post(
    "/dead-letters/{int:message_id}/take",
    response={204: None},
    auth=Bearer(Action.ADMINISTER),
    operation_id="take_dead_letter",
    summary="See to a dead letter",
)
def take(request: HttpRequest, message_id: RowId) -> HttpResponse:
    """The first who takes it owns it."""
    take_dead_letter(message_id=message_id, by=actor_of(request), at=clock.now())
    return nothing()


@router.post(
    "/dead-letters/{int:message_id}/send-again",
    response={201: shapes.SentAgain},
    auth=Bearer(Action.ADMINISTER),
    operation_id="send_dead_letter_again",
    summary="Send a dead letter again",
)
def again(request: HttpRequest, message_id: RowId) -> HttpResponse:
    """The same words go as a message of their own, and the letter is settled."""
    pk = send_again(message_id=message_id, by=actor_of(request), at=clock.now())
    return answer({"id": pk}, status=201, location=f"{ROOT}/dead-letters")


@router.post(
    "/dead-letters/{int:message_id}/settle",
    response={204: None},
    auth=Bearer(Action.ADMINISTER),
    operation_id="settle_dead_letter",
    summary="Settle a dead letter",
)
def settle(request: HttpRequest, message_id: RowId, body: shapes.SettleBody) -> HttpResponse:
    """Say how the person was reached instead."""
    settle_dead_letter(message_id=message_id, says=body.says, by=actor_of(request), at=clock.now())
    return nothing()


def _sent(row: Any, receipts: Iterable[Any]) -> dict[str, Any]:
    return {
        "id": row.pk,
        "to": _reader(row),
        **_named(row, SENT),
        "bundled_into": row.bundled_into_id,
        "receipts": [_named(one, ("at", "state", "says")) for one in receipts],
    }


def _dead(row: Any) -> dict[str, Any]:
    owner = row.owner.name if row.owner else None
    named = _named(row, DEAD)
    return {"id": row.pk, "about": row.stream, "to": _reader(row), "owner": owner, **named}


def _reader(row: Any) -> str:
    """Return a name; an address is not for everybody who may see the incident."""
    if row.recipient is not None:
        return str(row.recipient.name)
    return str(row.method.holder) if row.method is not None else "outside"


def _named(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
