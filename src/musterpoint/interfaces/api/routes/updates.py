"""The updates of an incident: draft, have agreed to, send, correct; and when the next is owed."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.domain.updates import Piece, PieceKind
from musterpoint.domain.updates.compliance import kept
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import incident_id, incident_url, seen_version
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.reading import LARGEST_COUNT
from musterpoint.interfaces.api.routes.changing import CHANGED, change
from musterpoint.interfaces.api.shapes import updates as shapes
from musterpoint.interfaces.api.shapes.work import UpdateBody
from musterpoint.interfaces.api.views import updates as views
from musterpoint.usecases.approve_update import (
    abandon_update,
    approve_update,
    ask_approval,
    send_back,
)
from musterpoint.usecases.audience_clocks import owed_now, words_of
from musterpoint.usecases.composing import strategy_of
from musterpoint.usecases.correct_update import correct_update
from musterpoint.usecases.draft_update import Composed, draft_update
from musterpoint.usecases.mark_delivery import mark_delivery
from musterpoint.usecases.nothing_new import nothing_new
from musterpoint.usecases.record_update import record_update
from musterpoint.usecases.send_update import send_update

router = Router(tags=["Updates"])

Number = Annotated[int, Field(ge=1, le=LARGEST_COUNT)]
Id = Annotated[int, Field(ge=1, lt=2**63)]


@router.get(
    "/{ref}/updates",
    response={200: shapes.UpdateList},
    auth=Bearer(),
    operation_id="list_updates",
    summary="List the updates",
)
def list_(request: HttpRequest, ref: str) -> HttpResponse:
    """Every update with its words, and how many deliveries stand in which state."""
    row = incidents.brief(actor_of(request), incident_id(ref))
    return answer({"items": views.lines(row.pk, incident_url(ref))}, version=row.version)


@router.post(
    "/{ref}/updates",
    response=CHANGED,
    auth=Bearer(Action.UPDATE),
    operation_id="record_update",
    summary="Record an update that went out elsewhere",
)
def record(request: HttpRequest, ref: str, body: UpdateBody) -> HttpResponse:
    """Record what was told to whom: it meets the update clock and starts the next round."""
    return change(request, ref, record_update, says=body.says, audience=body.audience)


@router.post(
    "/{ref}/updates/drafts",
    response={201: shapes.UpdateSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="draft_update",
    summary="Draft an update",
)
def draft(request: HttpRequest, ref: str, body: shapes.DraftBody) -> HttpResponse:
    """What stands in its way is in ``objections``; it stops it only from leaving."""
    number = draft_update(**_call(request, ref), composed=_composed(body))
    return _shown(request, ref, number, status=201)


@router.post(
    "/{ref}/updates/nothing-new",
    response={201: shapes.UpdateSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="tell_nothing_new",
    summary="Tell an audience that nothing is new",
)
def tell_nothing_new(request: HttpRequest, ref: str, body: shapes.NothingNewBody) -> HttpResponse:
    """It leaves at once, or waits for the second person whom the plan wants."""
    number = nothing_new(**_call(request, ref), audience=body.audience, next_at=body.next_at)
    return _shown(request, ref, number, status=201)


@router.get(
    "/{ref}/updates/{int:number}",
    response={200: shapes.UpdateSaid},
    auth=Bearer(),
    operation_id="read_update",
    summary="Read one update",
)
def read(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponse:
    """Its words, what stands in their way, and whom it reached."""
    return _shown(request, ref, number)


@router.put(
    "/{ref}/updates/{int:number}",
    response={200: shapes.UpdateSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="reword_update",
    summary="Word an update otherwise",
)
def reword(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.RewordBody
) -> HttpResponse:
    """Takes back an agreement that was given. 409 when somebody changed the words meanwhile."""
    call = _call(request, ref) | {"number": number, "revision": body.revision}
    draft_update(**call, composed=_composed(body))
    return _shown(request, ref, number)


@router.post(
    "/{ref}/updates/{int:number}/ask",
    response={200: shapes.UpdateSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="ask_approval",
    summary="Ask for agreement to an update",
)
def ask(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.RevisionBody
) -> HttpResponse:
    """422 names everything that stands in the way, by piece: ``pieces.0``."""
    ask_approval(**_call(request, ref), number=number, revision=body.revision)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/updates/{int:number}/approve",
    response={200: shapes.UpdateSaid},
    auth=Bearer(Action.NOTE),
    operation_id="approve_update",
    summary="Agree to an update",
)
def approve(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.RevisionBody
) -> HttpResponse:
    """By whoever holds the role that the plan names and had no hand in the words."""
    approve_update(**_call(request, ref), number=number, revision=body.revision)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/updates/{int:number}/send-back",
    response={200: shapes.UpdateSaid},
    auth=Bearer(Action.NOTE),
    operation_id="send_update_back",
    summary="Send an update back to its composers",
)
def back(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.WhyBody
) -> HttpResponse:
    """It is a draft again, and its composers hear why."""
    send_back(**_call(request, ref), number=number, why=body.why)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/updates/{int:number}/send",
    response={200: shapes.UpdateSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="send_update",
    summary="Send an update",
)
def send(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.RevisionBody
) -> HttpResponse:
    """409 while a second person has to agree; 422 when something stands in its way by now."""
    send_update(**_call(request, ref), number=number, revision=body.revision)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/updates/{int:number}/abandon",
    response={200: shapes.UpdateSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="abandon_update",
    summary="Give up an update",
)
def abandon(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponse:
    """One that was not sent."""
    abandon_update(**_call(request, ref), number=number)
    return _shown(request, ref, number)


@router.post(
    "/{ref}/updates/{int:number}/correct",
    response={201: shapes.UpdateSaid},
    auth=Bearer(Action.UPDATE),
    operation_id="correct_update",
    summary="Begin the correction of an update",
)
def correct(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.WhyBody
) -> HttpResponse:
    """The correction goes to the same people by the same channels; one that is open is returned."""
    begun = correct_update(**_call(request, ref), number=number, why=body.why)
    return _shown(request, ref, begun, status=201)


@router.post(
    "/{ref}/deliveries/{int:delivery}",
    response={200: shapes.UpdateSaid},
    auth=Bearer(Action.WORK),
    operation_id="mark_delivery",
    summary="Say what became of a delivery by hand",
)
def mark(request: HttpRequest, ref: str, delivery: Path[Id], body: shapes.MarkBody) -> HttpResponse:
    """Done, or why not; what the outbox gave up may be made good by hand as well."""
    number = mark_delivery(
        **_call(request, ref), delivery_id=delivery, reached=body.reached, says=body.says
    )
    return _shown(request, ref, number)


@router.get(
    "/{ref}/audiences",
    response={200: shapes.OwedList},
    auth=Bearer(),
    operation_id="list_owed",
    summary="When each audience is owed its next word",
)
def owed(request: HttpRequest, ref: str) -> HttpResponse:
    """The soonest first; and how many words that fell due so far came in time."""
    row, at = incidents.brief(actor_of(request), incident_id(ref)), clock.now()
    strategy = strategy_of(row)
    sums = kept(words_of(row, strategy, at=at))
    items = [views.owed(one, strategy, at=at) for one in owed_now(row, strategy, at=at)]
    return answer({"items": items, "due": sums.due, "kept": sums.kept}, version=row.version)


def _call(request: HttpRequest, ref: str) -> dict[str, Any]:
    return {
        "incident_id": incident_id(ref),
        "by": actor_of(request),
        "at": clock.now(),
        "seen_version": seen_version(request),
    }


def _composed(body: shapes.DraftBody) -> Composed:
    return Composed(
        audience=body.audience,
        pieces=tuple(
            Piece(kind=PieceKind(one.kind), says=one.says, fact=one.fact, field=one.field)
            for one in body.pieces
        ),
        rule=body.rule,
        template=body.template,
        subject=body.subject,
        next_at=body.next_at,
        is_last=body.is_last,
        translations=body.translations,
    )


def _shown(request: HttpRequest, ref: str, number: int, *, status: int = 200) -> HttpResponse:
    row = incidents.brief(actor_of(request), incident_id(ref))
    found = queries.find(row.pk, number)
    if found is None:
        raise Http404
    url = f"{incident_url(ref)}/updates/{number}"
    location = url if status == 201 else ""
    said = views.update(found, url, at=clock.now())
    return answer(said, status=status, version=row.version, location=location)
