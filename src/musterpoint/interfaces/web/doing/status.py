"""What the page that keeps a status page does: one function an act, saying what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.interfaces.web import asked
from musterpoint.usecases import keep_components, keep_status_pages, subscribe

Values = Mapping[str, Any]
Act = Callable[[HttpRequest, str, Values], str]


def _name(request: HttpRequest, code: str, values: Values) -> str:
    keep_status_pages.change_page(code=code, **values, **_by(request))
    return _("Kept.")


def _audiences(request: HttpRequest, code: str, values: Values) -> str:
    keep_status_pages.speak_to(code=code, audiences=values["audiences"], **_by(request))
    return _("Kept.")


def _component(request: HttpRequest, code: str, values: Values) -> str:
    keep_components.add_component(page=code, **values, **_by(request))
    return _("Added. Readers see it now.")


def _show(request: HttpRequest, code: str, _values: Values) -> str:
    keep_components.show_component(
        page=code, code=_what(request), status=asked.text(request, "status"), **_by(request)
    )
    return _("Shown.")


def _remove(request: HttpRequest, code: str, _values: Values) -> str:
    keep_components.remove_component(page=code, code=_what(request), **_by(request))
    return _("Taken off the page.")


def _link(request: HttpRequest, code: str, _values: Values) -> str:
    secret = keep_status_pages.make_link(code=code, **_by(request))
    address = settings.BASE_URL + reverse("web:status_private", args=[secret])
    return _("The link, shown this once: %(address)s") % {"address": address}


def _end_link(request: HttpRequest, code: str, _values: Values) -> str:
    keep_status_pages.end_link(code=code, **_by(request))
    return _("The link opens nothing any more.")


def _put_out(request: HttpRequest, code: str, _values: Values) -> str:
    what = _what(request)
    number = int(what) if what.isascii() and what.isdigit() and len(what) < 19 else 0
    subscribe.put_out(subscription_id=number, page=code, **_by(request))
    return _("Ended. They are written to no more.")


def _take_down(request: HttpRequest, code: str, _values: Values) -> str:
    keep_status_pages.take_down_page(code=code, **_by(request))
    return _("Taken down.")


def _what(request: HttpRequest) -> str:
    return asked.text(request, "what")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": asked.actor(request), "at": asked.moment(request)}


ACTS: Mapping[str, Act] = {
    "name": _name,
    "audiences": _audiences,
    "component": _component,
    "show": _show,
    "remove": _remove,
    "link": _link,
    "end_link": _end_link,
    "put_out": _put_out,
    "take_down": _take_down,
}
