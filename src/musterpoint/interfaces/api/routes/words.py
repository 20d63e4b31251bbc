"""Plain words: check a text, hold a wording against it, read and change the glossary."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import Field

from musterpoint.apps.communications.queries import glossary
from musterpoint.domain import plain_words as plain
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT, seen_version
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.problems import BadQuery
from musterpoint.interfaces.api.shapes import words as shapes
from musterpoint.usecases.keep_words import (
    add_term,
    change_term,
    leave_out_term,
    take_back_term,
)

router = Router(tags=["Words"])
Code = Annotated[str, Field(min_length=1, max_length=50, pattern="^[-a-zA-Z0-9_]+$")]
_SAID = (
    *("code", "term", "area", "plain", "instead", "instead_many", "keep", "trap"),
    *("aliases", "everyday", "known_by"),
)
_MEASURED = (
    *("words", "sentences", "syllables", "words_a_sentence"),
    *("ease", "grade", "reading_age"),
)


@router.post(
    "/words/check",
    response={200: shapes.CheckSaid},
    auth=Bearer(),
    operation_id="check_words",
    summary="Check a text for its readers",
)
def check(request: HttpRequest, body: shapes.CheckBody) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Words they may not know, plain ones, what must survive, how it reads. Nothing is kept."""
    terms = glossary.glossary()
    figures = plain.figures(body.text)
    return answer(
        {
            "jargon": [_mark(one) for one in plain.jargon(body.text, terms, body.audience)],
            "suggestions": [
                _fields(one, "start", "end", "said", "instead", "explains")
                for one in plain.suggestions(body.text, terms, body.audience)
            ],
            "protected": [
                _fields(one, "start", "end", "kind", "text", "means")
                for one in plain.protected(body.text)
            ],
            "figures": _fields(figures, *_MEASURED),
        }
    )


@router.post(
    "/words/compare",
    response={200: shapes.CompareSaid},
    auth=Bearer(),
    operation_id="compare_words",
    summary="Hold a wording against a text",
)
def compare(request: HttpRequest, body: shapes.CompareBody) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Which numbers, units, codes, dates, limits and negatives the wording lost or changed."""
    lost = plain.kept(body.before, body.after, language=body.language)
    said = [_fields(one, "kind", "before", "after", "says") for one in lost]
    return answer({"kept": not lost, "lost": said})


@router.get(
    "/glossary",
    response={200: shapes.TermList},
    auth=Bearer(),
    operation_id="list_terms",
    summary="Read the glossary",
)
def list_(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Every term by its name, those that were left out too."""
    return answer({"items": [_term(one) for one in glossary.entries()]})


@router.post(
    "/glossary",
    response={201: shapes.TermSaid},
    auth=Bearer(Action.KEEP_WORDS),
    operation_id="add_term",
    summary="Add a term",
)
def add(request: HttpRequest, body: shapes.TermBody) -> HttpResponse:
    """Texts are checked for it from then on."""
    code = add_term(said=_said(body), by=actor_of(request), at=clock.now())
    return _shown(code, status=201, location=_url(code))


@router.get(
    "/glossary/{code}",
    response={200: shapes.TermSaid},
    auth=Bearer(),
    operation_id="read_term",
    summary="Read a term",
)
def read(request: HttpRequest, code: Path[Code]) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """One term, with its version as the ETag."""
    return _shown(code)


@router.put(
    "/glossary/{code}",
    response={200: shapes.TermSaid},
    auth=Bearer(Action.KEEP_WORDS),
    operation_id="change_term",
    summary="Change a term",
)
def change(request: HttpRequest, code: Path[Code], body: shapes.TermBody) -> HttpResponse:
    """All of what it says. If-Match must name the version that was read."""
    seen = _seen(request)
    change_term(said=_said(body, code), seen_version=seen, by=actor_of(request), at=clock.now())
    return _shown(code)


@router.post(
    "/glossary/{code}/leave-out",
    response={200: shapes.TermSaid},
    auth=Bearer(Action.KEEP_WORDS),
    operation_id="leave_out_term",
    summary="Leave a term out",
)
def leave_out(request: HttpRequest, code: Path[Code]) -> HttpResponse:
    """It is marked in no text any more. Takes no body; If-Match as for a change."""
    leave_out_term(code=code, seen_version=_seen(request), by=actor_of(request), at=clock.now())
    return _shown(code)


@router.post(
    "/glossary/{code}/take-back",
    response={200: shapes.TermSaid},
    auth=Bearer(Action.KEEP_WORDS),
    operation_id="take_back_term",
    summary="Take the shipped words back",
)
def take_back(request: HttpRequest, code: Path[Code]) -> HttpResponse:
    """The term says again what it shipped with. Takes no body; If-Match as for a change."""
    take_back_term(code=code, seen_version=_seen(request), by=actor_of(request), at=clock.now())
    return _shown(code)


def _seen(request: HttpRequest) -> int:
    seen = seen_version(request)
    if seen is None:
        raise BadQuery("If-Match", 'Send the ETag of the term as you last read it, such as "3".')
    return seen


def _said(body: shapes.TermBody, code: str = "") -> plain.Term:
    given: dict[str, Any] = body.model_dump()
    lists = {name: tuple(given[name]) for name in ("aliases", "everyday", "known_by")}
    return plain.Term(code=code, **given | lists)


def _shown(code: str, *, status: int = 200, location: str = "") -> HttpResponse:
    entry = glossary.entry(code)
    return answer(_term(entry), status=status, version=entry.version, location=location)


def _term(entry: glossary.Entry) -> dict[str, Any]:
    return _fields(entry.term, *_SAID) | {
        "is_shipped": entry.is_shipped,
        "is_left_out": entry.is_left_out,
        "version": entry.version,
        "changed_at": entry.row.changed_at if entry.row else None,
        "url": _url(entry.term.code),
    }


def _mark(one: plain.Marked) -> dict[str, Any]:
    return _fields(one, "start", "end", "said") | _fields(one.term, "term", "plain", "keep", "trap")


def _fields(thing: object, *names: str) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in names}


def _url(code: str) -> str:
    return f"{ROOT}/glossary/{code}"
