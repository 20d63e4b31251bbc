"""Hashing many entries whose data is plain JSON already, each encoded once for hash and store.

Gives the very hashes of ``domain.ledger.entry_hash``; a test holds the two together. Only for data
made of text, whole numbers, truths, nulls, lists and mappings with text keys: nothing is checked.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from musterpoint.domain.ledger import SEALED, Head, Recorded, instant
from musterpoint.domain.sealing import Seal, sealed

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


class PlainDraft(Protocol):
    """Something that happened, with plain data. With a ``salt`` its texts are sealed."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def data(self) -> Any: ...
    @property
    def salt(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as text: what a bulk store takes."""

    seq: int
    at: str
    actor: str
    kind: str
    data: str
    previous_hash: str
    hash: str
    seal: str | None


def chain_plain(
    head: Head, drafts: Sequence[PlainDraft], *, recorded_at: datetime
) -> tuple[list[Line], Head]:
    """Return the drafts as the entries that follow ``head``, and the head after them."""
    seq, previous = head.seq, head.hash
    recorded, stream = instant(recorded_at), _encode(head.stream)
    lines: list[Line] = []
    for draft in drafts:
        seq += 1
        seal = {"salt": draft.salt} if draft.salt else None
        data = _encode(draft.data)
        place = _Place(previous=previous, recorded=recorded, seq=seq, stream=stream)
        digest = _hash(draft, _hashed(draft.data, data, seal), place)
        kept = _encode(seal) if seal else None
        lines.append(
            Line(seq, instant(draft.at), draft.actor, draft.kind, data, previous, digest, kept)
        )
        previous = digest
    return lines, Head(stream=head.stream, seq=seq, hash=previous)


def is_unbroken(head: Head, entries: Sequence[Recorded]) -> bool:
    """Say quickly whether these are all entries of a stream and none was altered.

    ``domain.ledger.verify`` says which one is bad, and how.
    """
    seq, previous = 0, Head(stream=head.stream).hash
    stream = _encode(head.stream)
    for entry in entries:
        seq += 1
        if (entry.stream, entry.seq, entry.previous_hash) != (head.stream, seq, previous):
            return False
        hashed = _hashed(entry.data, "", entry.seal)
        recorded = instant(entry.recorded_at)
        place = _Place(previous=previous, recorded=recorded, seq=seq, stream=stream)
        previous = _hash(entry, hashed, place)
        if previous != entry.hash:
            return False
    return (seq, previous) == (head.seq, head.hash)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    previous: str
    recorded: str
    seq: int
    stream: str


class _Told(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...


def _hashed(data: Any, encoded: str, seal: Seal | None) -> tuple[str, str]:
    """Return the data as it is hashed, and what comes after all other fields."""
    if seal is None:
        return encoded or _encode(data), ""
    return _encode(sealed(data, seal)), f',"texts":"{SEALED}"'


def _hash(told: _Told, hashed: tuple[str, str], place: _Place) -> str:
    data, texts = hashed
    text = (
        f'{{"actor":{_encode(told.actor)},"at":"{instant(told.at)}","data":{data},'
        f'"kind":{_encode(told.kind)},"previous_hash":"{place.previous}",'
        f'"recorded_at":"{place.recorded}","seq":{place.seq},"stream":{place.stream}{texts}}}'
    )
    return sha256(text.encode()).hexdigest()
