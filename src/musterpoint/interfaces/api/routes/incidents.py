"""Log incidents, list and search them, read one with everything on it, read its timeline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field

from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import Filters
from musterpoint.apps.ledger import queries as ledger
from musterpoint.domain.authority import Action
from musterpoint.domain.categorise import Suggestion
from musterpoint.domain.policy.document import Category
from musterpoint.domain.report import Report
from musterpoint.domain.states import Status
from musterpoint.domain.timeline_file import TimelineFile
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import incident_id, incident_url, next_url, seen_version
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.problems import BadQuery
from musterpoint.interfaces.api.query import flag, number, words
from musterpoint.interfaces.api.routes.changing import shown
from musterpoint.interfaces.api.shapes import also_said, said
from musterpoint.interfaces.api.shapes.life import FactsBody, LogBody
from musterpoint.interfaces.api.views import incident as view
from musterpoint.interfaces.api.views import timeline as timeline_view
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.export_timeline import Format, export_timeline
from musterpoint.usecases.log_incident import log_incident
from musterpoint.usecases.preview_report import preview_report

router = Router(tags=["Incidents"])

STATUSES = ("open", *Status)
Text = Annotated[str, AfterValidator(words)]
Flag = Annotated[Literal["true", "false"] | None, AfterValidator(flag)]
Whole = Annotated[int, BeforeValidator(number)]


class ListQuery(BaseModel):
    """What to list. Several statuses or priorities are separated by commas."""

    status: Text = Field("", max_length=200, description="Such as logged,acknowledged; or open.")
    priority: Text = Field("", max_length=60, description="Such as P1,P2.")
    q: Text = Field("", max_length=500, description="A reference, or words, also misspelt.")
    category: Text = Field("", max_length=60)
    service: Text = Field("", max_length=120, description="The code of a service.")
    site: Text = Field("", max_length=120, description="The code of a site.")
    major: Flag = Field(None, description="Whether it is being worked as a major incident now.")
    mine: Flag = Field(None, description="true: only what the caller owns or holds a role on.")
    order: Literal["newest", "due"] = Field(
        "newest", description="due: open ones, what falls due next first."
    )
    cursor: Text = Field("", max_length=200, description="next_cursor of the page before.")
    limit: Whole = Field(50, ge=1, le=200)


class AlikeQuery(BaseModel):
    """What is being typed."""

    summary: Text = Field(max_length=300, description="The words typed so far.")
    service: Text = Field("", max_length=120)
    site: Text = Field("", max_length=120)
    category: Text = Field("", max_length=60)


class TimelineQuery(BaseModel):
    """Which part of the timeline, and as what."""

    after: Whole = Field(0, ge=0, le=2**31 - 1, description="The last entry already seen.")
    limit: Whole = Field(200, ge=1, le=1000)
    format: Literal["json", "csv"] = Field("json", description="csv: the whole ledger at once.")


@router.post(
    "",
    response={201: said.Logged},
    auth=Bearer(Action.LOG),
    operation_id="log_incident",
    summary="Log an incident",
)
def log(request: HttpRequest, body: LogBody) -> HttpResponse:
    """Keep what is known at once. Missing facts come back as ``gaps`` and never refuse a report."""
    given = {k: v for k, v in body.model_dump().items() if v is not None}
    logged = log_incident(report=Report(**given), by=actor_of(request), at=clock.now())
    incident = logged.incident
    return answer(
        view.just_logged(logged),
        status=201,
        version=incident.version,
        location=incident_url(incident.ref),
    )


@router.get(
    "",
    response={200: said.IncidentList},
    auth=Bearer(),
    operation_id="list_incidents",
    summary="List and search incidents",
)
def list_(request: HttpRequest, asked: Query[ListQuery]) -> HttpResponse:
    """Newest first, a page at a time; follow ``next`` until it is null."""
    actor = actor_of(request)
    statuses = _several(asked.status)
    for status in statuses:
        if status not in STATUSES:
            says = f"There is no status {status!r}. Known: {', '.join(STATUSES)}."
            raise BadQuery("status", says)
    filters = Filters(
        q=asked.q,
        status=tuple(s for s in statuses if s != "open"),
        open=True if "open" in statuses else None,
        priority=_several(asked.priority),
        category=asked.category,
        service=asked.service,
        site=asked.site,
        major=None if asked.major is None else asked.major == "true",
        involving=actor.person_id if asked.mine == "true" else None,
    )
    page = incidents.page(
        actor,
        filters,
        order=incidents.Order(asked.order),
        cursor=asked.cursor,
        limit=asked.limit,
    )
    return answer(
        {
            "items": [view.in_a_list(row) for row in page.rows],
            "next": next_url(request, cursor=page.next) if page.next else None,
            "next_cursor": page.next,
            "guessed": page.guessed,
        }
    )


@router.get(
    "/alike",
    response={200: said.AlikeList},
    auth=Bearer(),
    operation_id="find_alike",
    summary="Find incidents that may be the same",
)
def alike(request: HttpRequest, asked: Query[AlikeQuery]) -> HttpResponse:
    """Recent incidents that read like this one, the most alike first."""
    found = incidents.alike(
        actor_of(request),
        asked.summary,
        at=clock.now(),
        service=asked.service,
        site=asked.site,
        category=asked.category,
    )
    return answer({"items": [view.alike(each) for each in found]})


@router.get(
    "/suggestions",
    response={200: also_said.SuggestionList},
    auth=Bearer(Action.LOG),
    operation_id="suggest_category",
    summary="Suggest a category",
)
def suggestions(request: HttpRequest, asked: Query[AlikeQuery]) -> HttpResponse:
    """Categories that words, service and similar past incidents point to, with the reason."""
    report = Report(
        summary=asked.summary, service=asked.service, site=asked.site, category=asked.category
    )
    preview = preview_report(report=report, by=actor_of(request), at=clock.now())
    known = preview.version.strategy.categories
    return answer({"items": [_suggestion(each, known) for each in preview.categories]})


@router.get(
    "/counts",
    response={200: also_said.Counts},
    auth=Bearer(),
    operation_id="count_open",
    summary="Count what is open",
)
def counts(request: HttpRequest) -> HttpResponse:
    """How many incidents that the caller may see are open, by priority."""
    return answer({"open": incidents.open_sums(actor_of(request))})


@router.get(
    "/{ref}",
    response={200: said.IncidentSaid},
    auth=Bearer(),
    operation_id="read_incident",
    summary="Read one incident",
)
def read(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything about it but the timeline; each clock shows the sum behind its due instant."""
    return shown(actor_of(request), incident_id(ref), at=clock.now())


@router.patch(
    "/{ref}",
    response={200: said.IncidentSaid, 204: None},
    auth=Bearer(Action.NOTE),
    operation_id="correct_facts",
    summary="Fill gaps and correct facts",
)
def correct(request: HttpRequest, ref: str, body: FactsBody) -> HttpResponse:
    """Set the facts sent, null takes one back. Old and new values stay on the timeline."""
    at, actor, pk = clock.now(), actor_of(request), incident_id(ref)
    facts = body.model_dump(exclude_unset=True)
    reason = facts.pop("reason", None) or ""
    correct_facts(
        incident_id=pk, facts=facts, reason=reason, by=actor, at=at,
        seen_version=seen_version(request),
    )  # fmt: skip
    return shown(actor, pk, at=at, was_changed=True)


@router.get(
    "/{ref}/timeline",
    response={200: said.Timeline},
    auth=Bearer(),
    operation_id="read_timeline",
    summary="Read the timeline",
)
def timeline(request: HttpRequest, ref: str, asked: Query[TimelineQuery]) -> HttpResponse:
    """The incident's ledger with its hashes, oldest entry first; ``format=csv`` gives all of it."""
    actor, pk = actor_of(request), incident_id(ref)
    if asked.format == "csv":
        return _download(export_timeline(incident_id=pk, format_=Format.CSV, by=actor))
    incident = incidents.brief(actor, pk)
    found = ledger.entries(incident.stream, after=asked.after, limit=asked.limit + 1)
    more = len(found) > asked.limit
    items = timeline_view.entries(found[: asked.limit])
    after = str(items[-1]["seq"]) if items else ""
    return answer(
        {
            "ref": incident.ref,
            "stream": incident.stream,
            "items": items,
            "next": next_url(request, after=after) if more else None,
        }
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _suggestion(found: Suggestion, known: Mapping[str, Category]) -> dict[str, object]:
    return {
        "category": found.category,
        "name": known[found.category].name,
        "score": round(found.score, 3),
        "because": [{"clause": each.clause, "says": each.says} for each in found.because],
    }


def _download(file: TimelineFile) -> HttpResponse:
    response = HttpResponse(file.text, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
