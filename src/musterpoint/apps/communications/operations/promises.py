"""Write the promise ledger: rows, their entries in the ledger, their timers.

A promise about an incident is recorded with the incident, any other in a stream of its own. To whom
it was made may be a name and stays out of every ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.unknown import NoSuchPromise
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations.parts import note_new
from musterpoint.apps.incidents.operations.record import plain
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.promises import STANDING, remind_at
from musterpoint.domain.timer_kinds import TimerKind

UNTRACKED = frozenset({"id", "incident", "whom"})
TOPIC = "promises"


class Recording(Protocol):
    """What a promise is recorded with: the record of its incident, or one of its own."""

    at: datetime
    actor: str

    def enter(self, kind: str, *, says: str = "", reason: str = "") -> None: ...
    def note_child(self, of: str, **fields: tuple[Any, Any]) -> None: ...
    def arm(
        self, kind: str, key: str, *, at: datetime, payload: dict[str, Any] | None = None
    ) -> None: ...
    def disarm(self, kind: str, key: str) -> None: ...
    def tell(self, letters: Iterable[notifications.Letter]) -> None: ...
    def topic(self, name: str) -> None: ...
    def keep(self) -> None: ...


class OwnRecord:
    """What is happening to one promise that belongs to no incident."""

    def __init__(self, *, at: datetime, actor: str) -> None:
        self.at = at
        self.actor = actor
        self.stream = ""
        self._entries: list[dict[str, Any]] = []
        self._arm: list[timers.Due] = []
        self._disarm: list[tuple[str, str]] = []
        self._letters: list[notifications.Letter] = []
        self._topics: set[str] = set()

    def enter(self, kind: str, *, says: str = "", reason: str = "") -> None:
        """Open an entry of ``kind``."""
        said = {name: text for name, text in (("says", says), ("reason", reason)) if text}
        self._entries.append({"kind": kind, "data": {"changes": [], **said}})

    def note_child(self, of: str, **fields: tuple[Any, Any]) -> None:
        """Record old and new values in the open entry."""
        self.stream = of
        changes = self._entries[-1]["data"]["changes"]
        changes += [
            {"of": of, "field": name, "old": plain(old), "new": plain(new)}
            for name, (old, new) in fields.items()
            if old != new
        ]

    def arm(
        self, kind: str, key: str, *, at: datetime, payload: dict[str, Any] | None = None
    ) -> None:
        """Arm a timer when kept."""
        self._arm.append(timers.Due(kind=kind, key=key, at=at, payload=payload or {}))

    def disarm(self, kind: str, key: str) -> None:
        """Disarm a timer when kept."""
        self._disarm.append((kind, key))

    def tell(self, letters: Iterable[notifications.Letter]) -> None:
        """Queue messages when kept."""
        self._letters += letters

    def topic(self, name: str) -> None:
        """Announce on this live topic."""
        self._topics.add(name)

    def keep(self) -> None:
        """Write everything but the row, which is written already."""
        drafts = [
            ledger.Draft(kind=one["kind"], at=self.at, actor=self.actor, data=one["data"])
            for one in self._entries
        ]
        ledger.append(stream=self.stream, drafts=drafts, recorded_at=self.at)
        timers.disarm(self._disarm, at=self.at)
        timers.arm(self._arm, at=self.at)
        notifications.queue(self._letters, at=self.at)
        people = {f"person:{one.recipient_id}" for one in self._letters if one.recipient_id}
        timers.announce(self._topics | people, work=bool(self._arm or self._letters))


def add(record: Recording, *, incident: Incident | None, **values: Any) -> Promise:
    """Add a promise to the open entry; one that is open is armed as well."""
    promise = Promise(incident=incident, **values)
    promise.save(force_insert=True)
    note_new(record, label_of(promise), tracked(promise))  # type: ignore[arg-type]  # needs no more
    _watch(record, promise)
    return promise


def change(record: Recording, promise: Promise, **values: Any) -> None:
    """Set fields of a locked promise (a foreign key by its id) and arm what follows from them."""
    before = {name: getattr(promise, _attribute(name)) for name in values}
    for name, new in values.items():
        setattr(promise, _attribute(name), new)
    promise.save(update_fields=sorted(values))
    changed = {
        name: (old or None, values[name] or None)
        for name, old in before.items()
        if name not in UNTRACKED and old != values[name]
    }
    record.note_child(label_of(promise), **changed)
    _watch(record, promise)


def lock(among: QuerySet[Promise], promise_id: int) -> Promise:
    """Lock and return one promise, or raise NoSuchPromise. Its incident is locked before."""
    found = among.select_for_update(of=("self",)).filter(pk=promise_id).first()
    if found is None:
        raise NoSuchPromise
    return found


def lock_free(ids: Iterable[int]) -> list[Promise]:
    """Lock those of these promises that belong to no incident and nobody else has locked."""
    rows = Promise.objects.select_for_update(of=("self",), skip_locked=True)
    return list(rows.filter(pk__in=list(ids), incident=None).order_by("pk"))


def of_incidents(ids: Iterable[int], incidents: Sequence[int]) -> list[Promise]:
    """Return these promises, of incidents that the caller has locked."""
    return list(Promise.objects.filter(pk__in=list(ids), incident__in=incidents).order_by("pk"))


def label_of(promise: Promise) -> str:
    """Return the name of a promise in a ledger, which is also its own stream."""
    return f"promise:{promise.pk}"


def tracked(promise: Promise) -> dict[str, Any]:
    """Return the fields of a promise that its ledger adds up to."""
    fields = [field for field in Promise._meta.concrete_fields if field.name not in UNTRACKED]
    return {field.name: getattr(promise, field.attname) or None for field in fields}


def as_recorded(promise_id: int) -> dict[str, dict[str, Any]] | None:
    """Return what the stream of a promise adds up to, or None without such a promise."""
    found = Promise.objects.filter(Q(incident=None), pk=promise_id).first()
    return None if found is None else {label_of(found): recorded(found)}


def recorded(promise: Promise) -> dict[str, Any]:
    """Return a row in the words of the ledger."""
    return {name: plain(value) for name, value in tracked(promise).items() if value is not None}


def _attribute(name: str) -> str:
    return str(Promise._meta.get_field(name).attname)  # type: ignore[union-attr]  # never reverse


def _watch(record: Recording, promise: Promise) -> None:
    """Arm the timer for what comes next: the reminder, then the time itself."""
    key = str(promise.pk)
    record.topic(TOPIC)
    if promise.owner_id:
        record.topic(f"person:{promise.owner_id}")
    if promise.state not in STANDING or promise.due_at is None or promise.broken_at:
        record.disarm(TimerKind.PROMISE_DUE, key)
        return
    ahead = promise.due_at
    if promise.reminded_at is None:
        ahead = remind_at(promise.made_at or record.at, promise.due_at)
    payload = {"promise": promise.pk, "incident": promise.incident_id}
    record.arm(TimerKind.PROMISE_DUE, key, at=max(ahead, record.at), payload=payload)
