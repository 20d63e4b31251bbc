"""Files of an incident: attach, list, hand out, withdraw, erase."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Path, Router
from ninja.files import UploadedFile
from pydantic import Field

from musterpoint.apps.attachments import handing_out, queries, storage
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import incident_id, incident_url, seen_version
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.reading import LARGEST_COUNT
from musterpoint.interfaces.api.shapes import attachments as shapes
from musterpoint.usecases.attach_file import attach_file, erase_file, withdraw_file

router = Router(tags=["Attachments"])
Number = Annotated[int, Field(ge=1, le=LARGEST_COUNT)]
BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_SAID = (
    *("number", "name", "kind", "size", "sha256", "added_at"),
    *("withdrawn_at", "withdrawn_why", "erased_at"),
)


@router.get(
    "/{ref}/attachments",
    response={200: shapes.AttachmentList},
    auth=Bearer(),
    operation_id="list_attachments",
    summary="List the files of an incident",
)
def list_(request: HttpRequest, ref: str) -> HttpResponse:
    """In the order in which they were attached, withdrawn ones too."""
    row = incidents.brief(actor_of(request), incident_id(ref))
    return answer({"items": [_said(ref, one) for one in queries.listed(row.stream)]})


@router.post(
    "/{ref}/attachments",
    response={201: shapes.AttachmentSaid},
    auth=Bearer(Action.ATTACH),
    operation_id="attach_file",
    summary="Attach a file to an incident",
)
def attach(request: HttpRequest, ref: str, file: File[UploadedFile]) -> HttpResponse:
    """Send a form with one ``file``. What it is, its bytes say and not its name."""
    incidents.brief(actor_of(request), incident_id(ref))  # before a word about the file
    name, content = file.name or "", file.chunks()
    number = attach_file(name=name, content=content, **_call(request, ref))
    return _shown(request, ref, number, status=201)


@router.get(
    "/{ref}/attachments/{int:number}",
    response={200: shapes.AttachmentSaid},
    auth=Bearer(),
    operation_id="read_attachment",
    summary="Read about a file",
)
def read(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponse:
    """What it is and what became of it."""
    return _shown(request, ref, number)


@router.get(
    "/{ref}/attachments/{int:number}/file",
    response={200: bytes},
    auth=Bearer(),
    operation_id="download_attachment",
    summary="Download a file",
    openapi_extra={"responses": {200: {"description": "The file", "content": BYTES}}},
)
def download(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponseBase:
    """Its bytes, unless it was withdrawn."""
    incident = incidents.brief(actor_of(request), incident_id(ref))
    row = queries.handed_out(incident.stream, number)
    try:
        file = storage.opened(row.key)
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(
        file, as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    for name, value in handing_out.HEADERS.items():
        response[name] = value
    return response


@router.post(
    "/{ref}/attachments/{int:number}/withdraw",
    response={200: shapes.AttachmentSaid},
    auth=Bearer(Action.ATTACH),
    operation_id="withdraw_attachment",
    summary="Withdraw a file",
)
def withdraw(
    request: HttpRequest, ref: str, number: Path[Number], body: shapes.WithdrawBody
) -> HttpResponse:
    """It is not handed out any more; what it was stays on record."""
    withdraw_file(number=number, why=body.why, **_call(request, ref))
    return _shown(request, ref, number)


@router.post(
    "/{ref}/attachments/{int:number}/erase",
    response={200: shapes.AttachmentSaid},
    auth=Bearer(Action.KEEP_VAULT),
    operation_id="erase_attachment",
    summary="Erase a file",
)
def erase(request: HttpRequest, ref: str, number: Path[Number]) -> HttpResponse:
    """A withdrawn file, with its name, for good. Takes no body."""
    erase_file(number=number, **_call(request, ref))
    return _shown(request, ref, number)


def _call(request: HttpRequest, ref: str) -> dict[str, Any]:
    return {
        "incident_id": incident_id(ref),
        "seen_version": seen_version(request),
        "by": actor_of(request),
        "at": clock.now(),
    }


def _shown(request: HttpRequest, ref: str, number: int, *, status: int = 200) -> HttpResponse:
    incident = incidents.brief(actor_of(request), incident_id(ref))
    said = _said(ref, queries.one(incident.stream, number))
    return answer(said, status=status, location=said["url"] if status == 201 else "")


def _said(ref: str, row: Any) -> dict[str, Any]:
    there = f"{incident_url(ref)}/attachments/{row.number}"
    return {
        **{name: getattr(row, name) for name in _SAID},
        "added_by": row.added_by.name if row.added_by else "",
        "url": there,
        "file_url": f"{there}/file" if row.is_there else None,
    }
