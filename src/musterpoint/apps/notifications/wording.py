"""What the wording of every message shares: instants in the centre's zone, addresses of pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import UPDATE


def instant(at: datetime, *, zone: str) -> str:
    """Return an instant for people, such as ``Sun 22 Nov 2026 01:10 GMT``."""
    return at.astimezone(_zone(zone)).strftime("%a %d %b %Y %H:%M %Z")


def clock_time(at: datetime, *, now: datetime, zone: str) -> str:
    """Return the time of day, with the date when it is not the same day as ``now``."""
    local, present = at.astimezone(_zone(zone)), now.astimezone(_zone(zone))
    same_day = local.date() == present.date()
    return local.strftime("%H:%M %Z" if same_day else "%a %d %b %H:%M %Z")


def spoken_words(message: Message) -> str:
    """Return the words for a channel that has few: all of an update, which was written for it."""
    return message.body if message.purpose == UPDATE else message.short or message.subject


def page_of(ref: str) -> str:
    """Return the path of an incident's page."""
    return f"/incidents/{ref}/"


def address_of(path: str) -> str:
    """Return the whole address of a page of this installation."""
    return f"{settings.BASE_URL}{path}"


def subject(*, priority: str, ref: str, summary: str, ending: str, is_restricted: bool) -> str:
    """Return a subject of at most 200 characters that keeps its ending.

    A restricted incident's subject leaves the summary out: subjects show on locked screens.
    """
    head = f"[{priority}] {ref}"
    words = "restricted incident" if is_restricted else " ".join(summary.split())
    room = 200 - len(head) - len(ending) - 4
    short = words if len(words) <= room else f"{words[: room - 1].rstrip()}…"
    return f"{head} {short} – {ending}"


def bundle_subject(notices: Sequence[Message]) -> str:
    """Return ``3 notices: …`` with as many of their subjects as a subject has room for."""
    text = f"{len(notices)} notices: {'; '.join(notice.subject for notice in notices)}"
    return text if len(text) <= 200 else f"{text[:199].rstrip()}…"


def bundle_body(notices: Sequence[Message]) -> str:
    """Return the subjects as lines, then the words of each notice."""
    lines = [f"– {notice.subject}" for notice in notices]
    for notice in notices:
        lines += ["", "", notice.subject, "", notice.body]
        if notice.link and (where := address_of(notice.link)) not in notice.body:
            lines.append(where)
    return "\n".join(lines)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
