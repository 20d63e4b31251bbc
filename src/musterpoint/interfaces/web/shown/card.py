"""The agent card's pieces as text: one rendering of a briefing for everybody who may read it.

What is the same for all is rendered once a revision and kept; what is one agent's own is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from musterpoint.apps.communications.queries.briefing_reads import Mine
from musterpoint.apps.communications.queries.briefings import Told
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown.briefings import parts

NOTHING = Mine()


def pieces(told: Iterable[Told], mine: Mapping[int, Mine], *, votes: bool) -> SafeString:
    """Return the live part of the card: each briefing, and what this agent did about it."""
    zone = directory.centre()[1]
    found = [(one, mine.get(one.id, NOTHING)) for one in told]
    return _whole(tuple(found), zone, votes)


@lru_cache(maxsize=256)
def _whole(found: tuple[tuple[Told, Mine], ...], zone: str, votes: bool) -> SafeString:
    with timezone.override(ZoneInfo(zone)):
        rows = [
            {"told": told, "mine": mine, "says": _briefing(told, zone), "may_vote": votes}
            for told, mine in found
        ]
        return render_to_string("card/_pieces.html", {"rows": rows})


@lru_cache(maxsize=256)
def _briefing(told: Told, zone: str) -> SafeString:
    with timezone.override(ZoneInfo(zone)):
        says = render_to_string("card/_briefing.html", {"told": told, "parts": parts(told)})
    return mark_safe(says)  # noqa: S308  # rendered by the line above
