"""A draft read like a strategy in force, part by part, however unfinished it is."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from musterpoint.apps.policies import drafts
from musterpoint.domain.policy.parsing import sketch
from musterpoint.domain.policy.tree import grown
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown import drafts as shown
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.views import strategy_pages

FIRST = "purpose"


@require_safe
def read(request: HttpRequest, number: int) -> HttpResponse:
    draft = drafts.draft(number)
    zone = ZoneInfo(directory.centre()[1])
    edition = Edition(
        strategy=sketch(grown(drafts.tree(number))),
        on=asked.moment(request).astimezone(zone).date(),
        base=reverse("web:draft_read", args=[number]),
    )
    head = {
        "title": draft.title,
        "draft_url": reverse("web:draft_one", args=[number]),
        "state": shown.STATES.get(draft.state, draft.state),
    }
    context = {"tab": "drafts", "strategy": head}
    return strategy_pages.read(request, edition, first=FIRST, context=context)
