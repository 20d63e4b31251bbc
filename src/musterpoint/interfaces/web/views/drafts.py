"""Keeping what somebody types before they send it. Answers with nothing; a script asks."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from musterpoint.apps.incidents.operations.drafts import (
    DraftTooLarge,
    discard_draft,
    save_draft,
)
from musterpoint.interfaces.web import asked

KEY = re.compile(r"[a-z_]{1,40}(-(INC|CMP)-[0-9]{6,18})?")
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "version", "forget"})


@require_POST
def draft(request: HttpRequest, key: str) -> HttpResponse:
    if not KEY.fullmatch(key):
        return HttpResponse(status=404)
    person = asked.person(request).pk
    if request.POST.get("forget"):
        discard_draft(person_id=person, key=key)
        return HttpResponse(status=204)
    typed = {name: asked.text(request, name) for name in request.POST if "\x00" not in name}
    data = {name: value for name, value in typed.items() if name not in NOT_KEPT and value}
    try:
        save_draft(person_id=person, key=key, data=data, at=asked.moment(request))
    except DraftTooLarge as refusal:
        return HttpResponse(str(refusal), status=413, content_type="text/plain")
    return HttpResponse(status=204)
