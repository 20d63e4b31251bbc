"""Take texts out of entries, for the erasure of what was personal. The chain keeps its hashes.

Returns what has to be told in an entry of its own; whoever asks writes it in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.ledger.salting import new_salt
from musterpoint.domain.sealing import take_out as taken_out

ERASURES = "erasures"
"""The stream in which every taking out is told."""

KIND = "texts_taken_out"

_FOUND = """
SELECT id, stream, seq, data, seal FROM ledger_entry WHERE data::text ~* %s ORDER BY id FOR UPDATE
"""
_WRITE = "UPDATE ledger_entry SET data = %s::jsonb, seal = %s::jsonb WHERE id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One text of one entry, with the digest of what stands there now."""

    stream: str
    seq: int
    path: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromLedger:
    """What was taken out, and the entries that still hold it: older than seals, or only a name."""

    places: tuple[Place, ...]
    left: tuple[tuple[str, int], ...]


def take_out(pattern: str, *, without: Callable[[str], str]) -> FromLedger:
    """Apply ``without`` to the texts of every entry in which ``pattern`` is found.

    The transaction must have said that it takes texts out (``musterpoint.taking_out``).
    """
    places: list[Place] = []
    left: list[tuple[str, int]] = []
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, [pattern])
        found = cursor.fetchall()
        for pk, stream, seq, data, seal in found:
            plain, sealing = _json(data), _json(seal)
            after = (
                None
                if sealing is None
                else taken_out(plain, sealing, without=without, new_salt=new_salt)
            )
            if after is None:
                left.append((stream, seq))
                continue
            cursor.execute(_WRITE, [json.dumps(after.data), json.dumps(dict(after.seal)), pk])
            places += (
                Place(stream=stream, seq=seq, path=path, digest=digest)
                for path, digest in after.stated.items()
            )
    return FromLedger(places=tuple(places), left=tuple(left))


def stated() -> dict[tuple[str, int], dict[str, str]]:
    """Return the newest digests of what stands instead of taken texts, by stream, seq and path."""
    told: dict[tuple[str, int], dict[str, str]] = {}
    for data in (
        Entry.objects.filter(stream=ERASURES, kind=KIND)
        .order_by("seq")
        .values_list("data", flat=True)
    ):
        for place in data["places"]:
            entry = told.setdefault((place["stream"], place["seq"]), {})
            entry[place["path"]] = place["digest"]
    return told


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
