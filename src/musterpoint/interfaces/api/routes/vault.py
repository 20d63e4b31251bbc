"""The vault: read one value for a reason, look after people, holds, exports and erasure.

Looking somebody up by a value is left to the page: a value in a call stays in logs on its way.
"""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import Field

from musterpoint.apps.jobs import queries as jobs
from musterpoint.apps.vault import queries
from musterpoint.domain.authority import Action
from musterpoint.domain.job_kinds import JobKind
from musterpoint.domain.vault.tokens import PERSON, TOKEN
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT, next_url
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.routes.changing import CHANGED, change
from musterpoint.interfaces.api.shapes import vault as shapes
from musterpoint.usecases.erase_expired import due_instants, rules_at
from musterpoint.usecases.erase_person import ask_erasure
from musterpoint.usecases.export_person import ask_export, take_export, where
from musterpoint.usecases.hold_legally import hold_incident_data, hold_person, lift_hold
from musterpoint.usecases.join_people import join_people
from musterpoint.usecases.read_value import read_value, seen_by
from musterpoint.usecases.suspect_breach import suspect_breach

router = Router(tags=["Vault"])
on_incidents = Router(tags=["Work on an incident"])
Number = Annotated[int, Field(ge=1, le=2**63 - 1)]
PAGE = 50
KEEPS = Bearer(Action.KEEP_VAULT)


@router.get(
    "/values/{token}",
    response={200: shapes.KeptSaid},
    auth=Bearer(Action.READ_VAULT),
    operation_id="see_value",
    summary="See what is known of a value",
)
def see(request: HttpRequest, token: str) -> HttpResponse:
    """Its kind, until when it is kept and where it stands; never the value."""
    item = seen_by(_token(token), by=actor_of(request))
    return answer(_kept([item])[0])


@router.post(
    "/values/{token}/read",
    response={200: shapes.ValueRead},
    auth=Bearer(Action.READ_VAULT),
    operation_id="read_value",
    summary="Read one value",
)
def read(request: HttpRequest, token: str, body: shapes.ReasonBody) -> HttpResponse:
    """The reason is recorded before the value is answered. The answer is kept nowhere here."""
    by, at, token = actor_of(request), clock.now(), _token(token)
    value = read_value(token=token, reason=body.reason, by=by, at=at)
    kind = seen_by(token, by=by).kind
    return _unkept(answer({"token": token, "kind": kind, "value": value}))


@router.get(
    "/people",
    response={200: shapes.GuardedList},
    auth=KEEPS,
    operation_id="list_guarded_people",
    summary="List people of whom something is kept",
)
def list_(request: HttpRequest, before: Query[Number | None] = None) -> HttpResponse:
    """By reference, newest first, with the kinds of what is kept."""
    found = queries.people(before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    kinds = queries.kinds_of(shown)
    items = [
        {"ref": one.ref, "url": _url(one.ref), "made_at": one.made_at, "kinds": kinds[one.pk]}
        for one in shown
    ]
    more = next_url(request, before=str(shown[-1].pk)) if len(found) > PAGE else None
    return answer({"items": items, "next": more})


@router.get(
    "/people/{ref}",
    response={200: shapes.GuardedPerson},
    auth=KEEPS,
    operation_id="read_guarded_person",
    summary="Read what is known of a person",
)
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """What is kept, until when, and what stops its erasure; never a value."""
    actor_of(request).must(Action.KEEP_VAULT)
    return _shown(ref)


@router.post(
    "/people/{ref}/hold",
    response={201: shapes.GuardedPerson},
    auth=KEEPS,
    operation_id="hold_person",
    summary="Put a legal hold on a person",
)
def hold(request: HttpRequest, ref: str, body: shapes.ReasonBody) -> HttpResponse:
    """While it stands nothing of this person is erased."""
    number = hold_person(ref=_ref(ref), **_call(request, body))
    return _shown(ref, status=201, location=f"{ROOT}/vault/holds/{number}")


@router.post(
    "/holds/{int:number}/lift",
    response={204: None},
    auth=KEEPS,
    operation_id="lift_hold",
    summary="Lift a legal hold",
)
def lift(request: HttpRequest, number: Path[Number], body: shapes.ReasonBody) -> HttpResponse:
    """What it covered may be erased again."""
    lift_hold(hold_id=number, **_call(request, body))
    return nothing()


@router.post(
    "/people/{ref}/join",
    response={200: shapes.GuardedPerson},
    auth=KEEPS,
    operation_id="join_people",
    summary="Say that two people are one",
)
def join(request: HttpRequest, ref: str, body: shapes.JoinBody) -> HttpResponse:
    """All that is kept moves to ``into``. It cannot be undone."""
    into = body.into.upper()
    join_people(ref=_ref(ref), into=into, reason=body.reason, by=actor_of(request), at=clock.now())
    return _shown(into)


@router.post(
    "/people/{ref}/erase",
    response={200: shapes.GuardedPerson},
    auth=KEEPS,
    operation_id="erase_person",
    summary="Erase a person",
)
def erase(request: HttpRequest, ref: str, body: shapes.ReasonBody) -> HttpResponse:
    """Nobody reads it from now on; a worker destroys the key and takes out every trace."""
    ask_erasure(ref=_ref(ref), **_call(request, body))
    return _shown(ref)


@router.post(
    "/people/{ref}/exports",
    response={201: shapes.ExportSaid},
    auth=KEEPS,
    operation_id="export_person",
    summary="Put together all that is kept about a person",
)
def export(request: HttpRequest, ref: str, body: shapes.ReasonBody) -> HttpResponse:
    """A worker makes the file; ask its address until it is there."""
    job = ask_export(ref=_ref(ref), **_call(request, body))
    return answer(_export(ref, job), status=201, location=_export_url(ref, job.pk))


@router.get(
    "/people/{ref}/exports/{int:number}",
    response={200: shapes.ExportSaid},
    auth=KEEPS,
    operation_id="read_export",
    summary="See whether a file is there",
)
def see_export(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponse:
    """How far it is; it goes after a week or with the next erasure."""
    try:
        job = jobs.get(number, for_=actor_of(request))
    except jobs.NoSuchJob:
        raise Http404 from None
    if job.kind != JobKind.PERSON_EXPORT or job.arguments.get("person") != _ref(ref):
        raise Http404
    return answer(_export(ref, job))


@router.post(
    "/people/{ref}/exports/{int:number}/take",
    response={200: None},
    auth=KEEPS,
    operation_id="take_export",
    summary="Take the file",
)
def take(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponse:
    """A zip with a text to read and the same as JSON. That it was taken is recorded."""
    content = take_export(ref=_ref(ref), job_id=number, by=actor_of(request), at=clock.now())
    return _unkept(HttpResponse(content, content_type="application/zip"))


@on_incidents.post(
    "/{ref}/suspect-breach",
    response=CHANGED,
    auth=Bearer(Action.NOTE),
    operation_id="suspect_breach",
    summary="Say that personal data may be out",
)
def suspect(request: HttpRequest, ref: str, body: shapes.SuspectBody) -> HttpResponse:
    """Starts the duties of a breach, provisionally."""
    return change(
        request,
        ref,
        suspect_breach,
        reason=body.reason,
        aware_at=body.aware_at,
        how_known=body.how_known or "",
    )


@on_incidents.post(
    "/{ref}/legal-hold",
    response=CHANGED,
    auth=KEEPS,
    operation_id="hold_incident_data",
    summary="Hold all personal data that an incident has",
)
def hold_incident(request: HttpRequest, ref: str, body: shapes.ReasonBody) -> HttpResponse:
    """While it stands nothing whose token this incident has is erased."""
    return change(request, ref, _hold_incident, reason=body.reason)


def _hold_incident(*, incident_id: int, seen_version: int | None = None, **call: Any) -> int:
    del seen_version  # a hold changes nothing of the incident
    hold_incident_data(incident_id=incident_id, **call)
    return incident_id


def _call(request: HttpRequest, body: shapes.ReasonBody) -> dict[str, Any]:
    return {"reason": body.reason, "by": actor_of(request), "at": clock.now()}


def _token(text: str) -> str:
    if not TOKEN.fullmatch(text.upper()):
        raise Http404
    return text.upper()


def _ref(text: str) -> str:
    if not PERSON.match(text.upper()):
        raise Http404
    return text.upper()


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _shown(ref: str, *, status: int = 200, location: str = "") -> HttpResponse:
    found = queries.person(_ref(ref))
    said = {
        "ref": found.ref,
        "url": _url(found.ref),
        "made_at": found.made_at,
        "erase_asked_at": found.erase_asked_at,
        "erased_at": found.erased_at,
        "joined_to": found.joined_to.ref if found.joined_to else None,
        "values": _kept(queries.items_of(found)),
        "holds": [
            {"id": one.pk, "because": one.because, "set_at": one.set_at}
            for one in queries.holds_on(found)
        ],
    }
    return answer(said, status=status, location=location)


def _kept(items: list[Any]) -> list[dict[str, Any]]:
    places, due = queries.places_of(items), due_instants(items, rules_at(clock.now()))
    return [
        {
            "token": item.token,
            "kind": item.kind,
            "kept_at": item.kept_at,
            "due_at": None if item.erased_at else due[item.pk],
            "erased_at": item.erased_at,
            "erased_because": item.erased_because,
            "stands_in": [where(stream) for stream in places[item.pk]],
        }
        for item in items
    ]


def _export(ref: str, job: Any) -> dict[str, Any]:
    return {
        "number": job.pk,
        "state": job.state,
        "is_there": bool(jobs.with_material([job.pk])),
        "url": _export_url(ref, job.pk),
    }


def _url(ref: str) -> str:
    return f"{ROOT}/vault/people/{ref}"


def _export_url(ref: str, number: int) -> str:
    return f"{_url(_ref(ref))}/exports/{number}"
