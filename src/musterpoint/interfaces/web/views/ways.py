"""What can be done with one way, on the page of whoever looks after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from musterpoint.apps.notifications.operations import NoSuchMethod
from musterpoint.interfaces.web import asked
from musterpoint.usecases import contact_methods, prove_ways

Acting = Callable[[dict[str, Any]], None]


def act(request: HttpRequest, number: int) -> None:
    """Do what a form of one way asks for; raises Http404 for another's way, or a Refusal."""
    acts: dict[str, Acting] = {
        "verify": lambda how: _verify(request, how),
        "code": lambda how: prove_ways.send_code(**how),
        "test": lambda how: prove_ways.try_contact_method(**how),
        "volunteer": lambda how: contact_methods.volunteer_for_proof(**how, volunteers=True),
        "excuse": lambda how: contact_methods.volunteer_for_proof(**how, volunteers=False),
        "remove": lambda how: contact_methods.remove_contact_method(**how),
    }
    wanted = request.POST.get("act", "")
    if wanted not in acts or not 0 < number < 2**63:
        raise Http404
    try:
        acts[wanted]({"method_id": number, "by": asked.actor(request), "at": asked.moment(request)})
    except NoSuchMethod:
        raise Http404 from None
    messages.success(request, _thanks(wanted))


def _verify(request: HttpRequest, how: dict[str, Any]) -> None:
    prove_ways.verify_contact_method(**how, code=asked.text(request, "code"))


def _thanks(act: str) -> str:
    words = {
        "verify": _("Verified. You are reached there from now on."),
        "code": _("A new code is on its way."),
        "test": _("A test is on its way."),
        "remove": _("Removed."),
    }
    return words.get(act, _("Kept."))
