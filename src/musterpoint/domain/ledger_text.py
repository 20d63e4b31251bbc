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

from musterpoint.domain.ledger import Head, Recorded, instant

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


class PlainDraft(Protocol):
    """Something that happened, with plain data."""

    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def actor(self) -> str: ...
    @property
    def data(self) -> Any: ...


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


def chain_plain(
    head: Head, drafts: Sequence[PlainDraft], *, recorded_at: datetime
) -> tuple[list[Line], Head]:
    """Return the drafts as the entries that follow ``head``, and the head after them."""
    seq, previous = head.seq, head.hash
    recorded, stream = instant(recorded_at), _encode(head.stream)
    lines: list[Line] = []
    for draft in drafts:
        seq += 1
        at, data = instant(draft.at), _encode(draft.data)
        text = (
            f'{{"actor":{_encode(draft.actor)},"at":"{at}","data":{data},'
            f'"kind":{_encode(draft.kind)},"previous_hash":"{previous}",'
            f'"recorded_at":"{recorded}","seq":{seq},"stream":{stream}}}'
        )
        digest = sha256(text.encode()).hexdigest()
        lines.append(Line(seq, at, draft.actor, draft.kind, data, previous, digest))
        previous = digest
    return lines, Head(stream=head.stream, seq=seq, hash=previous)


def is_unbroken(head: Head, entries: Sequence[Recorded]) -> bool:
    """Say quickly whether these are all entries of a stream and none was altered.

    ``domain.ledger.verify`` says which one is bad, and how.
    """
    after = Head(stream=head.stream)
    for entry in entries:
        if entry.stream != head.stream or entry.seq != after.seq + 1:
            return False
        lines, after = chain_plain(after, [entry], recorded_at=entry.recorded_at)
        if (lines[0].hash, lines[0].previous_hash) != (entry.hash, entry.previous_hash):
            return False
    return (after.seq, after.hash) == (head.seq, head.hash)
