"""Changes to one incident, kept together: the row, its ledger entries, its timers, the news of it.

Refuses to decide anything, and to write a row without its entry. The caller holds the transaction
and the lock on the incident.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from musterpoint.apps.incidents.models import Clock, Incident, Obligation
from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.decisions import Because
from musterpoint.domain.ledger import instant

UNTRACKED = frozenset(
    {"id", "version", "search", "next_due_at", "next_due_kind", "duty_due_at", "import_digest"}
)
TRACKED = tuple(field for field in Incident._meta.concrete_fields if field.name not in UNTRACKED)
ATTRIBUTE = {field.name: field.attname for field in TRACKED}
_EMPTY = {field.name: None if field.null else field.get_default() for field in TRACKED}


def plain(value: Any) -> Any:
    """Return a value as the ledger keeps it: JSON without floats, instants in UTC, "" as null."""
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return None if value == "" else value


def recorded(name: str, value: Any) -> Any:
    """Return a field's value as the ledger keeps it; an empty one (no, none, nothing) is null."""
    empty = _EMPTY.get(name)
    return None if not empty and value == empty else plain(value)


def as_recorded(incident: Incident) -> dict[str, Any]:
    """Return the row as its ledger must add up to it: tracked fields that are not empty."""
    row = {f.name: recorded(f.name, getattr(incident, f.attname)) for f in TRACKED}
    return {name: value for name, value in row.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What one incident's record has to write; ``fields`` are the row's own."""

    stream: str
    fields: frozenset[str]
    clocks: tuple[Clock, ...]
    drafts: tuple[ledger.Draft, ...]
    arm: tuple[timers.Due, ...]
    disarm: frozenset[tuple[str, str]]
    letters: tuple[notifications.Letter, ...]
    topics: frozenset[str]

    @property
    def is_news(self) -> bool:
        """Whether live pages and workers should hear of it."""
        return bool(self.drafts or self.letters or self.arm)


class Record:
    """What is happening to one locked incident in this transaction.

    ``enter`` opens an entry, ``set`` and ``note_child`` add changes to it, ``keep`` writes all.
    """

    def __init__(
        self,
        incident: Incident,
        *,
        at: datetime,
        actor: str,
        recorded_at: datetime | None = None,
        is_new: bool = False,
    ) -> None:
        self.incident = incident
        self.at = at
        self.actor = actor
        self.is_new = is_new
        self.clocks: list[Clock] | None = None
        self.duties: list[Obligation] | None = None
        self._recorded_at = recorded_at or at
        self._entries: list[dict[str, Any]] = []
        self._dirty: set[str] = set()
        self._dirty_clocks: dict[str, Clock] = {}
        self._arm: dict[tuple[str, str], timers.Due] = {}
        self._disarm: set[tuple[str, str]] = set()
        self._letters: list[notifications.Letter] = []
        self._topics = {f"incident:{incident.pk}", "board"}

    def enter(
        self,
        kind: str,
        *,
        says: str = "",
        reason: str = "",
        because: Sequence[Because] = (),
        at: datetime | None = None,
        **extra: Any,
    ) -> None:
        """Open an entry of ``kind``; what is set from here on belongs to it."""
        data: dict[str, Any] = {"changes": [], **{k: plain(v) for k, v in extra.items()}}
        if says:
            data["says"] = says
        if reason:
            data["reason"] = reason
        if because:
            data["because"] = [{"clause": b.clause, "says": b.says} for b in because]
        self._entries.append({"kind": kind, "at": at or self.at, "data": data})

    def set(self, **values: Any) -> None:
        """Set fields of the incident (a foreign key by ``name_id``), recording old and new."""
        for name, value in values.items():
            field = Incident._meta.get_field(
                name.removesuffix("_id") if name not in ATTRIBUTE else name
            )
            attribute = getattr(field, "attname", name)
            new = getattr(value, "pk", value) if field.is_relation else value
            old = getattr(self.incident, attribute)
            if old == new:
                continue
            setattr(self.incident, attribute, new)
            self._dirty.add(field.name)
            if field.name in ATTRIBUTE:
                self._change(
                    "incident", field.name, recorded(field.name, old), recorded(field.name, new)
                )

    def because(self, clauses: Sequence[Because]) -> None:
        """Add the clauses that a decision used to the open entry."""
        rows = [{"clause": b.clause, "says": b.says} for b in clauses]
        data = self._entries[-1]["data"]
        data["because"] = [*data.get("because", ()), *rows]

    def begin_row(self) -> None:
        """Record the whole of a new incident's row: every tracked field that is not empty."""
        for name, value in as_recorded(self.incident).items():
            self._change("incident", name, None, value)

    def note_child(self, of: str, **fields: tuple[Any, Any]) -> None:
        """Record old and new values of a part that the caller writes, such as ``task:2``."""
        for name, (old, new) in fields.items():
            if old != new:
                self._change(of, name, plain(old), plain(new))

    def extend_child(self, of: str, field: str, item: Any) -> None:
        """Record that ``item`` was added to the list ``field`` of a part."""
        self._changes().append({"of": of, "field": field, "add": item})

    def touch_clock(self, clock: Clock) -> None:
        """Keep this clock's row at the end."""
        self._dirty_clocks[f"{clock.kind}:{clock.cycle}"] = clock

    def arm(
        self, kind: str, key: str, *, at: datetime, payload: dict[str, Any] | None = None
    ) -> None:
        """Arm a timer when kept."""
        self._disarm.discard((kind, key))
        self._arm[(kind, key)] = timers.Due(kind=kind, key=key, at=at, payload=payload or {})

    def disarm(self, kind: str, key: str) -> None:
        """Disarm a timer when kept."""
        self._arm.pop((kind, key), None)
        self._disarm.add((kind, key))

    def tell(self, letters: Iterable[notifications.Letter]) -> None:
        """Queue messages when kept."""
        for letter in letters:
            self._letters.append(letter)
            if letter.recipient_id:
                self._topics.add(f"person:{letter.recipient_id}")

    def topic(self, name: str) -> None:
        """Also announce on this live topic."""
        self._topics.add(name)

    def keep(self) -> None:
        """Write everything: row, clocks, ledger, timers, messages, announcement.

        An entry that turned out to hold no change and no words is left out. Raises nothing of its
        own; the database may refuse (a constraint), and then nothing is kept.
        """
        kept = self.take()
        if kept.fields and not self.is_new:
            self.incident.save(update_fields=sorted(kept.fields))
        keep_clocks(kept.clocks)
        ledger.append(
            stream=kept.stream,
            drafts=kept.drafts,
            recorded_at=self._recorded_at,
            is_new=self.is_new,
        )
        if not self.is_new:  # what is new has no timer yet
            timers.disarm(kept.disarm, at=self.at)
        timers.arm(kept.arm, at=self.at)
        notifications.queue(kept.letters, at=self.at)
        if kept.is_news:
            timers.announce(kept.topics, work=bool(kept.arm or kept.letters))

    def take(self) -> Kept:
        """Hand over what there is to write, and begin afresh. Whoever takes it writes it."""
        drafts = tuple(
            ledger.Draft(kind=e["kind"], at=e["at"], actor=self.actor, data=e["data"])
            for e in self._entries
            if _says_something(e["data"])
        )
        if drafts and not self.is_new:
            self.incident.version += 1
            self._dirty.add("version")
        kept = Kept(
            stream=self.incident.stream,
            fields=frozenset(self._dirty),
            clocks=tuple(self._dirty_clocks.values()),
            drafts=drafts,
            arm=tuple(self._arm.values()),
            disarm=frozenset(self._disarm),
            letters=tuple(self._letters),
            topics=frozenset(self._topics),
        )
        self._entries, self._letters = [], []
        self._dirty, self._dirty_clocks, self._arm, self._disarm = set(), {}, {}, set()
        return kept

    def _change(self, of: str, field: str, old: Any, new: Any) -> None:
        self._changes().append({"of": of, "field": field, "old": old, "new": new})

    def _changes(self) -> list[dict[str, Any]]:
        if not self._entries:
            raise RuntimeError("enter() must name what is happening before anything is set")
        changes: list[dict[str, Any]] = self._entries[-1]["data"]["changes"]
        return changes


def keep_clocks(clocks: Sequence[Clock]) -> None:
    """Write the rows of clocks, new or known, in one statement."""
    if clocks:
        Clock.objects.bulk_create(
            list(clocks),
            update_conflicts=True,
            unique_fields=["incident", "kind", "cycle"],
            update_fields=[
                "target",
                "calendar",
                "events",
                "state",
                "started_at",
                "due_at",
                "met_at",
                "breached_at",
            ],
        )


def _says_something(data: dict[str, Any]) -> bool:
    return bool(data["changes"]) or any(key != "changes" for key in data)
