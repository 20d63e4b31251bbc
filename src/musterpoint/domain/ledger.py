"""The record that cannot be changed unseen: canonical JSON, a hash chain, and proof of both.

Each entry's hash covers all of its fields and the hash before it, so one altered byte breaks its
own entry and a removed one breaks the next. Only a missing tail needs the head to be noticed.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol

from musterpoint.domain.sealing import Seal, sealed

GENESIS = "0" * 64
"""What stands where the first entry of a stream would name the hash before it."""

SEALED = "sealed"
"""What an entry says of its texts when digests stand for them in what is hashed."""

Data = Mapping[str, Any]


class NotRecordable(ValueError):
    """A value that would not read back from the record exactly as it was written."""


class Recorded(Protocol):
    """An entry as it was stored, whatever class the store uses."""

    @property
    def stream(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def recorded_at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def data(self) -> Data: ...
    @property
    def seal(self) -> Seal | None: ...
    @property
    def previous_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Something that happened and is not yet in a stream. With a ``salt`` its texts are sealed."""

    kind: str
    at: datetime
    actor: str
    data: Data
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    stream: str
    seq: int
    at: datetime
    recorded_at: datetime
    actor: str
    kind: str
    data: Data
    previous_hash: str
    hash: str
    seal: Seal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a stream has come: the number and hash of its last entry."""

    stream: str
    seq: int = 0
    hash: str = GENESIS


class Fault(StrEnum):
    WRONG_STREAM = "wrong_stream"
    SEQ_GAP = "seq_gap"
    WRONG_PREVIOUS = "wrong_previous"
    HASH_MISMATCH = "hash_mismatch"
    HEAD_MISMATCH = "head_mismatch"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEntry:
    """The first place at which a stream is not what was written."""

    stream: str
    seq: int
    fault: Fault
    expected: str
    found: str

    def __str__(self) -> str:
        return (
            f"{self.stream} entry {self.seq} {_FAULTS[self.fault]}"
            f" (expected {self.expected}, found {self.found})"
        )


_FAULTS = {
    Fault.WRONG_STREAM: "belongs to another stream",
    Fault.SEQ_GAP: "does not have the number that comes next",
    Fault.WRONG_PREVIOUS: "does not follow from the entry before it",
    Fault.HASH_MISMATCH: "was altered after it was recorded",
    Fault.HEAD_MISMATCH: "is not the last entry that was recorded",
}


def canonical(value: object) -> bytes:
    """Return the one way to write this value as JSON, or raise NotRecordable.

    Keys are sorted, nothing is padded, instants become UTC with microseconds, decimals and dates
    become text. Reading the result back and writing it again gives the same bytes.
    """
    with _recordable():
        return _encode(_plain(value)).encode()


@contextmanager
def _recordable() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError:
        raise NotRecordable("text with half a character (a lone surrogate)") from None
    except RecursionError:
        raise NotRecordable("data that contains itself, or is nested too deeply") from None


def instant(at: datetime) -> str:
    """Return the instant as text: UTC, always with microseconds, ending in Z."""
    if at.tzinfo is not UTC:
        if at.utcoffset() is None:
            raise NotRecordable(f"{at.isoformat()}, an instant without a zone")
        at = at.astimezone(UTC)
    return at.isoformat(timespec="microseconds")[:-6] + "Z"


def entry_hash(
    *,
    previous_hash: str,
    stream: str,
    seq: int,
    at: datetime,
    recorded_at: datetime,
    actor: str,
    kind: str,
    data: Data,
    seal: Seal | None = None,
) -> str:
    """Return the SHA-256 over all fields of an entry and the hash before it, in hexadecimal.

    With a ``seal`` a digest stands in it for each text of the data.
    """
    entry = {
        "actor": actor,
        "at": at,
        "data": data if seal is None else sealed_data(data, seal),
        "kind": kind,
        "previous_hash": previous_hash,
        "recorded_at": recorded_at,
        "seq": seq,
        "stream": stream,
    }
    if seal is not None:
        entry["texts"] = SEALED
    return sha256(canonical(entry)).hexdigest()


def sealed_data(data: Data, seal: Seal) -> Any:
    """Return the data as it is hashed under ``seal``, or raise NotRecordable."""
    with _recordable():
        return sealed(_plain(data), seal)


def chain(head: Head, drafts: Iterable[Draft], *, recorded_at: datetime) -> tuple[Entry, ...]:
    """Return the drafts as the entries that follow ``head``."""
    entries: list[Entry] = []
    seq, previous = head.seq, head.hash
    for draft in drafts:
        seq += 1
        seal = {"salt": draft.salt} if draft.salt else None
        digest = entry_hash(
            previous_hash=previous,
            stream=head.stream,
            seq=seq,
            at=draft.at,
            recorded_at=recorded_at,
            actor=draft.actor,
            kind=draft.kind,
            data=draft.data,
            seal=seal,
        )
        entries.append(
            Entry(
                stream=head.stream,
                seq=seq,
                at=draft.at,
                recorded_at=recorded_at,
                actor=draft.actor,
                kind=draft.kind,
                data=draft.data,
                previous_hash=previous,
                hash=digest,
                seal=seal,
            )
        )
        previous = digest
    return tuple(entries)


def head_of(head: Head, entries: Sequence[Recorded]) -> Head:
    """Return the head after ``entries`` have been put behind ``head``."""
    if not entries:
        return head
    return Head(stream=head.stream, seq=entries[-1].seq, hash=entries[-1].hash)


def verify(entries: Iterable[Recorded], head: Head | None = None) -> BadEntry | None:
    """Return the first bad entry of one stream, or None when all of it is as it was written.

    Entries come in the order of their numbers, from the first. Without ``head`` a tail that was cut
    off cannot be noticed.
    """
    stream = head.stream if head else None
    seq, previous = 0, GENESIS
    for entry in entries:
        stream = entry.stream if stream is None else stream
        bad = _first_fault(entry, stream=stream, seq=seq + 1, previous=previous)
        if bad:
            return bad
        seq, previous = entry.seq, entry.hash
    if head and (head.seq, head.hash) != (seq, previous):
        return BadEntry(
            stream=head.stream,
            seq=seq,
            fault=Fault.HEAD_MISMATCH,
            expected=f"{head.seq} {head.hash}",
            found=f"{seq} {previous}",
        )
    return None


def _first_fault(entry: Recorded, *, stream: str, seq: int, previous: str) -> BadEntry | None:
    checks: tuple[tuple[Fault, str, Callable[[], str]], ...] = (
        (Fault.WRONG_STREAM, stream, lambda: entry.stream),
        (Fault.SEQ_GAP, str(seq), lambda: str(entry.seq)),
        (Fault.WRONG_PREVIOUS, previous, lambda: entry.previous_hash),
        (Fault.HASH_MISMATCH, entry.hash, lambda: _hash_again(entry)),
    )
    for fault, expected, find in checks:
        found = find()
        if found != expected:
            return BadEntry(
                stream=entry.stream, seq=entry.seq, fault=fault, expected=expected, found=found
            )
    return None


def _hash_again(entry: Recorded) -> str:
    try:
        return entry_hash(
            previous_hash=entry.previous_hash,
            stream=entry.stream,
            seq=entry.seq,
            at=entry.at,
            recorded_at=entry.recorded_at,
            actor=entry.actor,
            kind=entry.kind,
            data=entry.data,
            seal=entry.seal,
        )
    except NotRecordable as refusal:  # nothing of the kind was ever let in
        return str(refusal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A change whose old value is not what the changes before it add up to."""

    of: str
    field: str
    folded: Any
    old: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Folding:
    """What changes add up to: ``rows[of][field]``, and where they contradict themselves."""

    rows: dict[str, dict[str, Any]]
    disputes: tuple[Dispute, ...]


def fold(changes: Iterable[Data]) -> Folding:
    """Add up changes ``{"of", "field", "old", "new"}``; a field never set counts as None.

    ``{"of", "field", "add"}`` puts one more item at the end of a list.
    """
    rows: dict[str, dict[str, Any]] = {}
    disputes: list[Dispute] = []
    for change in changes:
        row = rows.setdefault(change["of"], {})
        field = change["field"]
        if "add" in change:
            row[field] = [*(row.get(field) or ()), change["add"]]
            continue
        old = change["old"]
        if not _same(row.get(field), old):
            disputes.append(Dispute(of=change["of"], field=field, folded=row.get(field), old=old))
        row[field] = change["new"]
    return Folding(rows=rows, disputes=tuple(disputes))


def _same(one: object, other: object) -> bool:
    # Python holds True equal to 1; the record does not.
    return one is other or canonical(one) == canonical(other)


_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def _plain(value: Any) -> Any:
    """Return the value in JSON's own types; the commonest are tried first."""
    kind = type(value)
    if kind is str or value is None or kind is int or kind is bool:
        return value
    if kind is dict:
        return {_key(key): _plain(each) for key, each in value.items()}
    if kind is list or kind is tuple:
        return [_plain(each) for each in value]
    return _plain_rarity(value)


def _plain_rarity(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Mapping):
        return {_key(key): _plain(each) for key, each in value.items()}
    raise NotRecordable(f"{value!r}, a {type(value).__name__}")


def _key(key: Any) -> str:
    if type(key) is not str:
        raise NotRecordable(f"{key!r} as a name, a {type(key).__name__}")
    return key
