"""What the pages of the vault show: tokens, kinds, times and reasons, and no value."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musterpoint.apps.jobs import queries as jobs
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.vault import queries
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.job_kinds import JobKind
from musterpoint.domain.vault.kinds import is_special, kind_of
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown.happened import actor_name, people_in
from musterpoint.usecases.erase_expired import due_instants, rules_at
from musterpoint.usecases.export_person import where

PEOPLE_A_PAGE = 50
LINES = 100
DONE = {
    "value_kept": gettext_lazy("Kept"),
    "value_placed": gettext_lazy("Stands in one more text"),
    "value_read": gettext_lazy("Read"),
    "value_expired": gettext_lazy("Erased: its time was up"),
    "person_found": gettext_lazy("Looked up"),
    "people_joined": gettext_lazy("Two records joined"),
    "export_asked": gettext_lazy("Export asked for"),
    "export_taken": gettext_lazy("Export taken"),
    "erasure_asked": gettext_lazy("Erasure asked for"),
    "erasure_stopped": gettext_lazy("Erasure stopped by a legal hold"),
    "person_erased": gettext_lazy("Erased"),
}


def overview(*, before: int | None) -> dict[str, Any]:
    """Return the newest people, a page of them, and the legal holds that stand."""
    people = queries.people(before=before, limit=PEOPLE_A_PAGE + 1)
    shown = people[:PEOPLE_A_PAGE]
    kinds = queries.kinds_of(shown)
    return {
        "people": [
            {"ref": one.ref, "made_at": one.made_at, "kinds": _labels(kinds[one.pk])}
            for one in shown
        ],
        "older": shown[-1].pk if len(people) > PEOPLE_A_PAGE else None,
        "holds": [_hold(one) for one in queries.standing_holds()],
    }


def one(ref: str, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return one person: what is kept, until when, what was done, holds and files."""
    subject = queries.person(ref)
    items = queries.items_of(subject)
    places = queries.places_of(items)
    due = due_instants(items, rules_at(at))
    return {
        "subject": subject,
        "is_present": not (subject.erase_asked_at or subject.joined_to),
        "values": [
            {
                "token": item.token,
                "label": kind_of(item.kind).label,
                "kept_at": item.kept_at,
                "erased_at": item.erased_at,
                "because": item.erased_because,
                "due_at": due[item.pk],
                "places": _places(places[item.pk]),
            }
            for item in items
        ],
        "exports": may(by.roles, Action.READ_SPECIAL) or not any(_is_special(i) for i in items),
        "holds": [_hold(one) for one in queries.holds_on(subject)],
        "done": _done(subject.stream),
        "files": _files(ref, by=by),
    }


def value(item: Any, *, at: datetime) -> dict[str, Any]:
    """Return what is known of one value without opening it."""
    return {
        "item": item,
        "label": kind_of(item.kind).label,
        "due_at": due_instants([item], rules_at(at))[item.pk],
        "places": _places(queries.streams_of(item)),
        "is_gone": item.erased_at is not None or item.subject.erase_asked_at is not None,
    }


def _is_special(item: Any) -> bool:
    return item.erased_at is None and is_special(item.kind)


def _labels(kinds: Sequence[str]) -> str:
    return ", ".join(kind_of(kind).label for kind in kinds)


def _places(streams: Sequence[str]) -> list[dict[str, str]]:
    return [{"says": where(stream), "url": _url_of(stream)} for stream in streams]


def _url_of(stream: str) -> str:
    kind, _colon, number = stream.partition(":")
    if kind == "incident" and number.isdecimal():
        return reverse("web:room", args=[int(number)])
    if kind == "complaint" and number.isdecimal():
        return reverse("web:complaint", args=[int(number)])
    return ""


def _hold(hold: Any) -> dict[str, Any]:
    return {
        "pk": hold.pk,
        "ref": hold.subject.ref if hold.subject else "",
        "about": _places([hold.about])[0] if hold.about else None,
        "because": hold.because,
        "set_by": hold.set_by.name,
        "set_at": hold.set_at,
    }


def _done(stream: str) -> list[dict[str, Any]]:
    entries = ledger.newest(stream, limit=LINES)
    names = directory.names_of(people_in(entries))
    return [
        {
            "at": entry.at,
            "by": actor_name(entry.actor, names),
            "says": DONE.get(entry.kind, entry.kind),
            "token": entry.data.get("token", ""),
            "reason": entry.data.get("reason", ""),
        }
        for entry in entries
    ]


def _files(ref: str, *, by: Actor) -> list[dict[str, Any]]:
    found = jobs.of_kind(JobKind.PERSON_EXPORT, for_=by, limit=5, person=ref)
    made = jobs.with_material([job.pk for job in found])
    states = {"waiting": _("waits for a worker"), "running": _("is being made")}
    return [
        {
            "pk": job.pk,
            "asked_at": job.asked_at,
            "is_there": job.pk in made,
            "says": states.get(job.state) or (_("is gone") if job.state == "done" else job.says),
        }
        for job in found
    ]
