"""Status pages: putting them up, how their components are, planned work on them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Router

from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.communications.queries import subscribers
from musterpoint.domain.authority import Action
from musterpoint.domain.status_pages import NoticeState
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT
from musterpoint.interfaces.api.answers import answer, nothing
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.reading import Code
from musterpoint.interfaces.api.shapes import status_pages as shapes
from musterpoint.usecases import keep_components, keep_status_pages, plan_work

router = Router(tags=["Status pages"])
KEEPER = Bearer(Action.KEEP_STATUS_PAGE)
PAGES = f"{ROOT}/status-pages"
_ENTRY = ("at", "state", "says", "is_correction", "corrected_at", "may_be_wrong")
_NOTICE = (
    *("code", "title", "state", "impact", "began_at", "resolved_at"),
    *("planned_from", "planned_until"),
)
_COMPONENT = ("code", "name", "says", "status", "changed_at")


@router.get(
    "",
    response={200: shapes.StatusPageList},
    auth=Bearer(),
    operation_id="list_status_pages",
    summary="List status pages",
)
def list_(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """The public one first."""
    return answer({"items": [_line(row) for row in queries.overview()]})


@router.post(
    "",
    response={201: shapes.StatusPageSaid},
    auth=KEEPER,
    operation_id="add_status_page",
    summary="Put a status page up",
)
def add(request: HttpRequest, body: shapes.StatusPageBody) -> HttpResponse:
    """There is one public page, and one for each client account."""
    made = keep_status_pages.add_page(**body.model_dump(), **_by(request))
    return _shown(made, status=201, location=f"{PAGES}/{made}")


@router.get(
    "/{code}",
    response={200: shapes.StatusPageSaid},
    auth=Bearer(),
    operation_id="read_status_page",
    summary="Read a status page",
)
def read(request: HttpRequest, code: Path[Code]) -> HttpResponse:  # noqa: ARG001  # as above
    """How its components are, what is open, what is planned."""
    return _shown(code)


@router.patch(
    "/{code}",
    response={200: shapes.StatusPageSaid},
    auth=KEEPER,
    operation_id="change_status_page",
    summary="Name a status page",
)
def change(request: HttpRequest, code: Path[Code], body: shapes.StatusPageNameBody) -> HttpResponse:
    """Its address stays."""
    _page(code)
    keep_status_pages.change_page(code=code, **body.model_dump(), **_by(request))
    return _shown(code)


@router.delete(
    "/{code}",
    response={204: None},
    auth=KEEPER,
    operation_id="take_down_status_page",
    summary="Take a status page down",
)
def take_down(request: HttpRequest, code: Path[Code]) -> HttpResponse:
    """Its address and its link open nothing from then on; what it said is kept."""
    _page(code)
    keep_status_pages.take_down_page(code=code, **_by(request))
    return nothing()


@router.post(
    "/{code}/link",
    response={200: shapes.StatusLinkSaid},
    auth=KEEPER,
    operation_id="make_status_link",
    summary="Make a new secret link",
)
def make_link(request: HttpRequest, code: Path[Code]) -> HttpResponse:
    """Of a client's own page. The one before opens nothing from then on."""
    _page(code)
    secret = keep_status_pages.make_link(code=code, **_by(request))
    return answer({"url": f"{settings.BASE_URL}/status/private/{secret}/"})


@router.delete(
    "/{code}/link",
    response={204: None},
    auth=KEEPER,
    operation_id="end_status_link",
    summary="End the secret link",
)
def end_link(request: HttpRequest, code: Path[Code]) -> HttpResponse:
    """It opens nothing from then on."""
    _page(code)
    keep_status_pages.end_link(code=code, **_by(request))
    return nothing()


@router.post(
    "/{code}/components",
    response={201: shapes.StatusPageSaid},
    auth=KEEPER,
    operation_id="add_component",
    summary="Add a component",
)
def add_component(
    request: HttpRequest, code: Path[Code], body: shapes.ComponentBody
) -> HttpResponse:
    """It shows as working until something else is said."""
    _page(code)
    keep_components.add_component(page=code, **body.model_dump(), **_by(request))
    return _shown(code, status=201, location=f"{PAGES}/{code}")


@router.patch(
    "/{code}/components/{component}",
    response={200: shapes.StatusPageSaid},
    auth=KEEPER,
    operation_id="show_component",
    summary="Show how a component is",
)
def show_component(
    request: HttpRequest, code: Path[Code], component: Path[Code], body: shapes.ShowBody
) -> HttpResponse:
    """Updates and planned work show it by themselves; this is for what neither knows."""
    _must_show(code, component)
    keep_components.show_component(page=code, code=component, status=body.status, **_by(request))
    return _shown(code)


@router.delete(
    "/{code}/components/{component}",
    response={204: None},
    auth=KEEPER,
    operation_id="remove_component",
    summary="Take a component off",
)
def remove_component(request: HttpRequest, code: Path[Code], component: Path[Code]) -> HttpResponse:
    """What was said about it stays."""
    _must_show(code, component)
    keep_components.remove_component(page=code, code=component, **_by(request))
    return nothing()


@router.post(
    "/{code}/planned-work",
    response={201: shapes.NoticeSaid},
    auth=KEEPER,
    operation_id="announce_work",
    summary="Announce planned work",
)
def announce(request: HttpRequest, code: Path[Code], body: shapes.WorkBody) -> HttpResponse:
    """On the page at once; subscribers are told."""
    _page(code)
    made = plan_work.announce_work(page=code, **body.model_dump(), **_by(request))
    return _work_shown(code, made, status=201, location=f"{PAGES}/{code}/planned-work/{made}")


@router.get(
    "/{code}/planned-work/{work}",
    response={200: shapes.NoticeSaid},
    auth=Bearer(),
    operation_id="read_work",
    summary="Read planned work",
)
def read_work(request: HttpRequest, code: Path[Code], work: Path[Code]) -> HttpResponse:  # noqa: ARG001  # as above
    """With all that was said of it."""
    return _work_shown(code, work)


@router.post(
    "/{code}/planned-work/{work}/move",
    response={200: shapes.NoticeSaid},
    auth=KEEPER,
    operation_id="move_work",
    summary="Move planned work",
)
def move(
    request: HttpRequest, code: Path[Code], work: Path[Code], body: shapes.WorkMoveBody
) -> HttpResponse:
    """Subscribers are told what moved, from when to when. Work that has begun keeps its start."""
    _work(code, work)
    plan_work.move_work(page=code, code=work, **body.model_dump(), **_by(request))
    return _work_shown(code, work)


@router.post(
    "/{code}/planned-work/{work}/turn",
    response={200: shapes.NoticeSaid},
    auth=KEEPER,
    operation_id="turn_work",
    summary="Say where planned work stands",
)
def turn(
    request: HttpRequest, code: Path[Code], work: Path[Code], body: shapes.WorkTurnBody
) -> HttpResponse:
    """That it begins, is done and being checked, is over, or is called off."""
    _work(code, work)
    plan_work.turn_work(
        page=code, code=work, to=NoticeState(body.to), says=body.says, **_by(request)
    )
    return _work_shown(code, work)


def _page(code: str) -> Any:
    found = queries.by_code(code)
    if found is None:
        raise Http404
    return found


def _must_show(code: str, component: str) -> None:
    if component not in {one.code for one in queries.read(_page(code)).components}:
        raise Http404


def _work(code: str, work: str) -> queries.NoticeRead:
    found = queries.one_notice(_page(code), work)
    if found is None or not found.is_planned:
        raise Http404
    return found


def _shown(code: str, *, status: int = 200, location: str = "") -> HttpResponse:
    page = _page(code)
    read = queries.read(page)
    said = {
        **{name: getattr(read, name) for name in ("code", "name", "says", "is_public")},
        "indicator": read.indicator,
        "changed_at": read.changed_at,
        "subscribers": subscribers.count(page),
        "components": [{n: getattr(one, n) for n in _COMPONENT} for one in read.components],
        "open": [_notice(one) for one in read.open_incidents],
        "planned": [_notice(one) for one in read.planned],
    }
    return answer(said, status=status, location=location)


def _work_shown(code: str, work: str, *, status: int = 200, location: str = "") -> HttpResponse:
    return answer(_notice(_work(code, work)), status=status, location=location)


def _notice(one: queries.NoticeRead) -> dict[str, Any]:
    entries = [{name: getattr(entry, name) for name in _ENTRY} for entry in one.entries]
    said = {name: getattr(one, name) for name in _NOTICE}
    return {**said, "components": list(one.components), "entries": entries}


def _line(row: Any) -> dict[str, Any]:
    where = "/status/" if row.is_public else f"/status/of/{row.code}/"
    return {
        "code": row.code,
        "name": row.name,
        "account": row.account.code if row.account else None,
        "url": f"{settings.BASE_URL}{where}",
        "open_notices": row.open_notices,
    }


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": actor_of(request), "at": clock.now()}
