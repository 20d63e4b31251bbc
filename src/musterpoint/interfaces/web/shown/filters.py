"""The filters of lists: what stands in the address, what is offered, what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from musterpoint.domain.states import OPEN, Status
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown import labels

PRIORITIES = ("P1", "P2", "P3", "P4", "P5")


def chosen(request: HttpRequest, name: str, allowed: Iterable[str]) -> str:
    """Return what the address asks for, or empty when that is not offered."""
    value = request.GET.get(name, "")
    return value if value in allowed else ""


def field(name: str, label: str, options: Mapping[str, Any], present: str) -> dict[str, Any]:
    """Return one filter as templates want it."""
    return {
        "name": name,
        "label": label,
        "options": [
            {"value": value, "label": words, "selected": value == present}
            for value, words in options.items()
        ],
    }


def priority(request: HttpRequest) -> dict[str, Any]:
    options = {code: code for code in PRIORITIES}
    return field("priority", _("Priority"), options, chosen(request, "priority", options))


def status(request: HttpRequest, *, open_only: bool) -> dict[str, Any]:
    among = [one for one in Status if not open_only or one in OPEN]
    options: dict[str, Any] = {str(one): labels.STATUS[one] for one in among}
    if not open_only:
        options = {"open": _("Open"), **options}
    return field("status", _("Status"), options, chosen(request, "status", options))


def site(request: HttpRequest) -> dict[str, Any]:
    options = {one.code: one.name for one in directory.places().site}
    return field("site", _("Site"), options, chosen(request, "site", options))


def owner(request: HttpRequest) -> dict[str, Any]:
    options = {"me": _("Me"), "vacant": _("Vacant")}
    return field("owner", _("Manager"), options, chosen(request, "owner", options))


def category(request: HttpRequest, names: Mapping[str, str]) -> dict[str, Any]:
    return field("category", _("Category"), names, chosen(request, "category", names))


def shown(fields: list[dict[str, Any]], *, clear: str) -> dict[str, Any]:
    """Return all filters of a page."""
    is_set = any(option["selected"] for one in fields for option in one["options"])
    return {"fields": fields, "any": is_set, "clear_url": clear}


def address(path: str, query: QueryDict, **changes: str) -> str:
    """Return the page's address with some parts of its query changed; empty takes one out."""
    changed = query.copy()
    for name, value in changes.items():
        if value:
            changed[name] = value
        else:
            changed.pop(name, None)
    return f"{path}?{changed.urlencode()}" if changed else path
