"""Keep values: find or make the person they belong to, seal each under that person's key."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection

from musterpoint.apps.vault.models import DataKey, Item, Place, Subject
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.apps.vault.sealing import Keyring, keyring, seal
from musterpoint.domain.vault import tokens
from musterpoint.domain.vault.kinds import Guarded, kind_of

DRAWN_FROM = len(tokens.LETTERS) ** tokens.LENGTH


def keys_in_use() -> Keyring:
    """Return the master keys of this installation. Raises BadMasterKey."""
    return keyring(settings.MASTER_KEY)


def keep(values: Sequence[Guarded], *, stream: str, at: datetime, changes: Changes) -> list[str]:
    """Seal ``values`` that stand in one text and return their tokens, in the same order.

    An identifying value that is kept already finds its person. What else stands in the text is
    taken to be of the one person it identifies; where it names nobody, or several, of a person of
    its own. Raises UnknownKind and NoMasterKey.
    """
    desk = _Desk(ring=keys_in_use(), stream=stream, at=at, changes=changes)
    distinct = list(dict.fromkeys(values))
    naming = [one for one in distinct if kind_of(one.kind).identifies]
    _lock(desk.ring.digest(one.kind, one.value) for one in naming)
    subjects = _whose(desk, naming)
    rest: Subject | None = None
    if len({one.pk for one in subjects.values()}) == 1:
        rest = next(iter(subjects.values()))
    found: dict[Guarded, str] = {}
    for one in distinct:
        subject = subjects.get(one)
        if subject is None:
            rest = subject = rest or desk.new_subject()
        found[one] = desk.put(one, subject)
    return [found[one] for one in values]


def place(given: Iterable[str], *, stream: str, changes: Changes) -> None:
    """Note that these tokens stand in ``stream`` too, such as in a text that was moved."""
    for item in Item.objects.filter(token__in=set(given)).select_related("subject"):
        _put_in(item, stream, changes)


def bare_key(ring: Keyring, row: DataKey, *, of: str) -> bytes:
    """Return a person's key, or raise CannotOpen."""
    return ring.unwrap(bytes(row.wrapped), of=of, master=row.master)


def sealed_as(item: Item) -> str:
    """Return what a value is sealed as: its own token and kind, so that it opens nowhere else."""
    return f"{item.token} {item.kind}"


@dataclass(slots=True, kw_only=True)
class _Desk:
    ring: Keyring
    stream: str
    at: datetime
    changes: Changes
    keys: dict[int, bytes] = field(default_factory=dict)

    def new_subject(self) -> Subject:
        subject = Subject(ref=tokens.person(secrets.randbelow(DRAWN_FROM)), made_at=self.at)
        self.changes.add(subject)
        bare, wrapped = self.ring.fresh_data_key(of=subject.ref)
        DataKey.objects.create(subject=subject, wrapped=wrapped, master=self.ring.present.name)
        self.keys[subject.pk] = bare
        return subject

    def put(self, one: Guarded, subject: Subject) -> str:
        digests = self.ring.digests(one.kind, one.value)
        known = Item.objects.select_for_update().filter(subject=subject, digest__in=digests).first()
        if known is not None:
            known.subject = subject
            self.changes.set(known, last_kept_at=max(known.last_kept_at, self.at))
        else:
            known = self._seal(one, subject)
        _put_in(known, self.stream, self.changes)
        return known.token

    def _seal(self, one: Guarded, subject: Subject) -> Item:
        item = Item(
            subject=subject,
            token=tokens.token(secrets.randbelow(DRAWN_FROM)),
            kind=one.kind,
            identifies=kind_of(one.kind).identifies,
            digest=self.ring.digest(one.kind, one.value),
            digest_key=self.ring.present.name,
            kept_at=self.at,
            last_kept_at=self.at,
        )
        text = one.value.encode("utf-8", "surrogatepass")
        item.sealed = seal(text, key=self._key_of(subject), as_=sealed_as(item))
        self.changes.add(item)
        return item

    def _key_of(self, subject: Subject) -> bytes:
        if subject.pk not in self.keys:
            row = DataKey.objects.get(subject=subject)
            self.keys[subject.pk] = bare_key(self.ring, row, of=subject.ref)
        return self.keys[subject.pk]


def _whose(desk: _Desk, naming: Sequence[Guarded]) -> dict[Guarded, Subject]:
    """Return whose each identifying value is: a person found by it, or a new one."""
    found: dict[Guarded, Subject] = {}
    for one in naming:
        rows = Item.objects.select_related("subject").filter(
            identifies=True, digest__in=desk.ring.digests(one.kind, one.value)
        )
        item = rows.first()
        if item is not None:
            found[one] = Subject.objects.select_for_update().get(pk=item.subject_id)
    unknown = [one for one in naming if one not in found]
    one_person = len({one.kind for one in naming}) == len(naming)
    people = {subject.pk: subject for subject in found.values()}
    if one_person and unknown and len(people) <= 1:
        whose = next(iter(people.values()), None) or desk.new_subject()
        return found | dict.fromkeys(unknown, whose)
    return found | {one: desk.new_subject() for one in unknown}


def _put_in(item: Item, stream: str, changes: Changes) -> None:
    if not stream:
        return
    _row, is_new = Place.objects.get_or_create(item=item, stream=stream)
    if is_new:
        changes.place(item, stream)


def _lock(digests: Iterable[bytes]) -> None:
    """Let whoever keeps one of these identifying values at this instant wait for us to commit."""
    numbers = sorted(int.from_bytes(one[:8], "big", signed=True) for one in digests)
    with connection.cursor() as cursor:
        for number in numbers:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
