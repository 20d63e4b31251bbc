"""Attach a file to an incident, withdraw it with a reason, erase it for good.

The file is written first and its row after it: what is refused leaves neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from musterpoint.apps.attachments import operations as attachments
from musterpoint.apps.attachments import queries, storage
from musterpoint.apps.attachments.models import LONGEST_NAME, Attachment
from musterpoint.apps.attachments.sniffing import (
    ALLOWED,
    HoldsPrograms,
    NotAllowed,
    NotWhatItSays,
    kind_of,
)
from musterpoint.apps.attachments.storage import Stored
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.personal_data import UNASKED_KINDS, redacted, spans
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin, words

LARGEST = 20 * 1024 * 1024
MOST_FILES = 40
LONGEST_WHY = 300


class FileTooLarge(Refusal):
    """The file is over the limit."""

    def __init__(self) -> None:
        says = f"A file may have up to {LARGEST // 1024 // 1024} MB."
        super().__init__(Problem(field="file", says=says))


class EmptyFile(Refusal):
    """There is nothing in it."""

    def __init__(self) -> None:
        super().__init__(Problem(field="file", says="This file is empty."))


class KindRefused(Refusal):
    """Files of this kind are not kept, or the file is not of the kind its name says."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="file", says=says))


class TooManyFiles(Conflict):
    """As many as there may be are attached already."""

    def __init__(self) -> None:
        says = f"{MOST_FILES} files are attached already. Withdraw one first."
        super().__init__(Problem(field="file", says=says))


class WithdrawnAlready(Conflict):
    """The file was withdrawn before."""

    def __init__(self) -> None:
        super().__init__(Problem(field="file", says="This file was withdrawn already."))


class NotYours(Conflict):
    """A file is withdrawn by whoever attached it, or by who may withdraw facts."""

    def __init__(self) -> None:
        says = "Ask whoever attached it, or somebody who verifies facts, to withdraw it."
        super().__init__(Problem(field="file", says=says))


class StillThere(Conflict):
    """A file is withdrawn, with a reason, before it is erased."""

    def __init__(self) -> None:
        says = "Withdraw it first, with a reason. Then it can be erased."
        super().__init__(Problem(field="file", says=says))


class ErasedAlready(Conflict):
    """The file is gone for good."""

    def __init__(self) -> None:
        super().__init__(Problem(field="file", says="This file was erased already."))


def attach_file(
    *,
    incident_id: int,
    name: str,
    content: Iterable[bytes],
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Keep the file and return its number.

    Raises NotAllowed, NoSuchIncident, FileTooLarge, EmptyFile, KindRefused, TooManyFiles.
    """
    by.must(Action.ATTACH)
    called = fit_name(name)
    try:
        stored = storage.store(content, most=LARGEST)
    except storage.TooLarge:
        raise FileTooLarge from None
    try:
        kind = _kind(stored, called)
        return _attach(incident_id, called, kind, stored, by=by, at=at, seen_version=seen_version)
    except BaseException:
        storage.remove(stored.key)
        raise


@transaction.atomic
def _attach(
    incident_id: int,
    name: str,
    kind: str,
    stored: Stored,
    *,
    by: Actor,
    at: datetime,
    seen_version: int | None,
) -> int:
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    stream = record.incident.stream
    if attachments.count(stream) >= MOST_FILES:
        raise TooManyFiles
    row = attachments.add(
        stream=stream, name=name, kind=kind, stored=stored, person_id=by.person_id, at=at
    )
    record.enter("file_attached")
    _note(record, row, {})
    record.keep()
    return row.number


@transaction.atomic
def withdraw_file(
    *,
    incident_id: int,
    number: int,
    why: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> None:
    """Hand the file out no more. Raises NoSuchAttachment, WithdrawnAlready, NotYours, Refusal."""
    by.must(Action.ATTACH)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    row = queries.one(record.incident.stream, number)
    if not row.is_there:
        raise WithdrawnAlready
    if (
        not by.is_system
        and row.added_by_id != by.person_id
        and not may(by.roles, Action.VERIFY_FACT)
    ):
        raise NotYours
    reason = words("why", why, says="Say why it is withdrawn.", most=LONGEST_WHY)
    before = queries.recorded(row)
    attachments.withdraw(row, why=reason, person_id=by.person_id, at=at)
    record.enter("file_withdrawn", reason=reason)
    _note(record, row, before)
    record.keep()


@transaction.atomic
def erase_file(
    *, incident_id: int, number: int, by: Actor, at: datetime, seen_version: int | None = None
) -> None:
    """Take the file and its name away for good. Raises NoSuchAttachment, StillThere, ErasedAlready.

    Its hash and size stay in the record: they say that there was a file, and not what it said.
    """
    by.must(Action.KEEP_VAULT)
    record = begin(incident_id, by=by, at=at, seen_version=seen_version)
    row = queries.one(record.incident.stream, number)
    if row.is_there:
        raise StillThere
    if row.erased_at is not None:
        raise ErasedAlready
    before = queries.recorded(row)
    attachments.mark_erased(row, person_id=by.person_id, at=at)
    record.enter("file_erased")
    _note(record, row, before)
    record.keep()
    transaction.on_commit(lambda: storage.remove(row.key))


def fit_name(name: str) -> str:
    """Return a file's name without folders and letters that mislead, at most LONGEST_NAME long.

    A name is kept in the record, so it is screened as what is typed.
    """
    last = re.split(r"[\\/]", name)[-1]
    clean = "".join(one for one in last if unicodedata.category(one)[0] != "C").strip(" .")
    if not clean:
        raise Refusal(Problem(field="file", says="The file needs a name."))
    clean = redacted(clean, spans(clean, of=UNASKED_KINDS))
    stem, dot, ending = clean.rpartition(".")
    if len(clean) <= LONGEST_NAME or not dot:
        return clean[:LONGEST_NAME]
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}"[:LONGEST_NAME]


def _kind(stored: Stored, name: str) -> str:
    if stored.size == 0:
        raise EmptyFile
    try:
        return kind_of(storage.path_of(stored.key), name)
    except NotAllowed as refusal:
        says = f"Files of this kind are not kept. Use one of: {', '.join(ALLOWED)}."
        raise KindRefused(says) from refusal
    except (NotWhatItSays, HoldsPrograms) as refusal:
        raise KindRefused(str(refusal)) from refusal


def _note(record: Record, row: Attachment, before: dict[str, object]) -> None:
    after = queries.recorded(row)
    changed = {
        name: (before.get(name), after.get(name))
        for name in sorted(before | after)
        if before.get(name) != after.get(name)
    }
    record.note_child(queries.label_of(row), **changed)
