"""A page in the JSON that existing status widgets read: the public API of Statuspage, version 2."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from musterpoint.apps.communications.status_site.reading import (
    RECENT,
    ComponentRead,
    EntryRead,
    NoticeRead,
    PageRead,
)
from musterpoint.domain.status_pages import WORDS, Impact, NoticeState

Json = dict[str, Any]


def documents() -> list[str]:
    """Return the names of all documents, as they stand after ``api/v2/``."""
    return list(_DOCUMENTS)


def document(name: str, page: PageRead, *, url: str, zone: str) -> Json | None:
    """Return a document about a page, or None for a name there is none of."""
    made = _DOCUMENTS.get(name)
    if made is None:
        return None
    about = {
        "id": page.code,
        "name": page.name,
        "url": url,
        "time_zone": zone,
        "updated_at": _instant(page.changed_at),
    }
    return {"page": about, **made(page, url)}


def _status(page: PageRead) -> Json:
    return {"indicator": page.indicator.value, "description": WORDS[page.indicator]}


def _component(one: ComponentRead, page: PageRead) -> Json:
    return {
        "id": one.code,
        "name": one.name,
        "status": one.status.value,
        "created_at": _instant(one.added_at),
        "updated_at": _instant(one.changed_at),
        "position": one.position,
        "description": one.says or None,
        "showcase": False,
        "start_date": None,
        "group_id": None,
        "page_id": page.code,
        "group": False,
        "only_show_if_degraded": False,
    }


def _components(page: PageRead) -> list[Json]:
    return [_component(one, page) for one in page.components]


def _notice(one: NoticeRead, page: PageRead, url: str) -> Json:
    monitored = [e.at for e in one.entries if e.state is NoticeState.MONITORING]
    said: Json = {
        "id": one.code,
        "name": one.title,
        "status": _state(one.state),
        "created_at": _instant(one.began_at),
        "updated_at": _instant(one.changed_at),
        "monitoring_at": _instant(min(monitored)) if monitored else None,
        "resolved_at": _instant(one.resolved_at),
        "impact": one.impact.value,
        "shortlink": f"{url}incidents/{one.code}/",
        "started_at": _instant(one.began_at),
        "page_id": page.code,
        "incident_updates": [_entry(entry, one, page) for entry in one.entries],
        "components": [_component(c, page) for c in page.components if c.code in one.components],
        "reminder_intervals": None,
    }
    if one.is_planned:
        said["scheduled_for"] = _instant(one.planned_from)
        said["scheduled_until"] = _instant(one.planned_until)
    return said


def _entry(entry: EntryRead, one: NoticeRead, page: PageRead) -> Json:
    names = dict(zip(one.components, page.names(one.components), strict=True))
    return {
        "id": entry.key,
        "status": _state(entry.state),
        "body": body_of(entry),
        "incident_id": one.code,
        "created_at": _instant(entry.at),
        "updated_at": _instant(entry.corrected_at or entry.at),
        "display_at": _instant(entry.at),
        "affected_components": [{"code": code, "name": name} for code, name in names.items()],
        "deliver_notifications": True,
        "custom_tweet": None,
        "tweet_id": None,
    }


def body_of(entry: EntryRead) -> str:
    """Return an entry's words with what a reader of the bare text must know of them."""
    if entry.corrected_at is not None:
        return f"[This was wrong; see the correction.] {entry.says}"
    if entry.may_be_wrong:
        return f"[This may be wrong; a correction follows.] {entry.says}"
    return f"Correction: {entry.says}" if entry.is_correction else entry.says


def _state(state: NoticeState) -> str:
    """Return a state in the words of that API, which knows no work that was called off."""
    return "completed" if state is NoticeState.CANCELLED else state.value


def _incidents(page: PageRead, url: str) -> Json:
    found = [one for one in page.notices if not one.is_planned][:RECENT]
    return {"incidents": [_notice(one, page, url) for one in found]}


def _unresolved(page: PageRead, url: str) -> Json:
    return {"incidents": [_notice(one, page, url) for one in page.open_incidents]}


def _planned(page: PageRead, url: str, *, states: frozenset[NoticeState] | None = None) -> Json:
    found = [
        one for one in page.notices if one.is_planned and (states is None or one.state in states)
    ][:RECENT]
    return {"scheduled_maintenances": [_notice(one, page, url) for one in found]}


_TO_COME = frozenset({NoticeState.SCHEDULED})
_BEGUN = frozenset({NoticeState.IN_PROGRESS, NoticeState.VERIFYING})


def _summary(page: PageRead, url: str) -> Json:
    return {
        "components": _components(page),
        **_unresolved(page, url),
        **_planned(page, url, states=_TO_COME | _BEGUN),
        "status": _status(page),
    }


_DOCUMENTS: Mapping[str, Callable[[PageRead, str], Json]] = {
    "summary": _summary,
    "status": lambda page, _url: {"status": _status(page)},
    "components": lambda page, _url: {"components": _components(page)},
    "incidents": _incidents,
    "incidents/unresolved": _unresolved,
    "scheduled-maintenances": _planned,
    "scheduled-maintenances/upcoming": lambda p, u: _planned(p, u, states=_TO_COME),
    "scheduled-maintenances/active": lambda p, u: _planned(p, u, states=_BEGUN),
}


def webhook(one: NoticeRead, page: PageRead, *, url: str, leave_url: str) -> Json:
    """Return what is posted to a subscriber's webhook when an entry is added to a notice."""
    indicator: Impact = page.indicator
    return {
        "meta": {"unsubscribe": leave_url},
        "page": {
            "id": page.code,
            "status_indicator": indicator.value,
            "status_description": WORDS[indicator],
        },
        "incident": _notice(one, page, url),
    }


def _instant(at: datetime | None) -> str | None:
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
