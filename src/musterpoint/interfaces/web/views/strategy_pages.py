"""How any strategy is read, in force or a draft: one part at a time, or what a search found."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from musterpoint.domain.policy.parts import PARTS
from musterpoint.interfaces.web.shown.strategy import pages, wording
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.pages import Page

MOST_FOUND = 100


def read(
    request: HttpRequest, edition: Edition, *, first: str, context: dict[str, Any]
) -> HttpResponse:
    """Answer with the part asked for, or with what was searched for."""
    words = request.GET.get("q", "").replace("\x00", " ").strip()
    if words:
        found = pages.search(edition, words)
        more = {"q": words, "found": found[:MOST_FOUND], "count": len(found), "heading": words}
        return render(request, "strategy/found.html", framed(edition, "") | context | more)
    page = _page(request, edition, first)
    more = {"page": page, "heading": page.heading, **_around(edition, page)}
    return render(request, "strategy/reader.html", framed(edition, page.part) | context | more)


def framed(edition: Edition, part: str) -> dict[str, Any]:
    """Return what stands around every page of a strategy."""
    return {
        "nav": "strategy",
        "tab": "strategy",
        "edition": edition,
        "parts": [
            {
                "number": one.number,
                "label": wording.said(wording.PARTS, one.code),
                "url": edition.address(one.code),
                "current": one.code == part,
            }
            for one in PARTS
        ],
    }


def _page(request: HttpRequest, edition: Edition, first: str) -> Page:
    part = request.GET.get("part", first)
    if part == "category":
        found = pages.category_page(edition, request.GET.get("code", ""))
    else:
        found = pages.page(edition, part)
    if found is None:
        raise Http404
    return found


def _around(edition: Edition, page: Page) -> dict[str, Any]:
    """Return the parts before and after this one."""
    codes = [one.code for one in PARTS]
    place = codes.index(page.part)
    before, after = codes[max(0, place - 1) : place], codes[place + 1 : place + 2]
    return {
        key: {"label": wording.said(wording.PARTS, code), "url": edition.address(code)}
        for key, some in (("before", before), ("after", after))
        for code in some
    }
