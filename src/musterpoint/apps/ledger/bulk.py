"""Append the history of many streams at once by COPY. For imports; everything else uses operations.

The data must be plain JSON (see ``domain.ledger_text``). Heads are locked in order of stream name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import connection

from musterpoint.apps.ledger.models import Head
from musterpoint.domain import ledger
from musterpoint.domain.ledger_text import PlainDraft, chain_plain

_ENTRIES = (
    "COPY ledger_entry (stream, seq, at, recorded_at, actor, kind, data, seal,"
    " previous_hash, hash)"
    " FROM STDIN"
)
_HEADS = "COPY ledger_head (stream, seq, hash) FROM STDIN"
_MOVE = """
INSERT INTO ledger_head (stream, seq, hash)
SELECT stream, seq, decode(hash, 'hex') FROM unnest(%s::text[], %s::int[], %s::text[])
    AS h(stream, seq, hash)
ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
"""


def append_plain(
    streams: Mapping[str, Sequence[PlainDraft]], *, recorded_at: datetime, are_new: bool
) -> None:
    """Append to all ``streams``; ``are_new`` when none of them can exist yet."""
    heads = {} if are_new else _lock_heads(sorted(streams))
    moved: list[ledger.Head] = []
    with connection.cursor() as cursor:
        with cursor.copy(_ENTRIES) as copy:
            for stream, drafts in streams.items():
                head = heads.get(stream, ledger.Head(stream=stream))
                lines, after = chain_plain(head, drafts, recorded_at=recorded_at)
                for line in lines:
                    copy.write_row(
                        (
                            stream, line.seq, line.at, recorded_at, line.actor, line.kind,
                            line.data, line.seal, f"\\x{line.previous_hash}", f"\\x{line.hash}",
                        )
                    )  # fmt: skip
                moved.append(after)
        if are_new:
            with cursor.copy(_HEADS) as copy:
                for head in moved:
                    copy.write_row((head.stream, head.seq, f"\\x{head.hash}"))
        elif moved:
            columns = zip(*((h.stream, h.seq, h.hash) for h in moved), strict=True)
            cursor.execute(_MOVE, [list(column) for column in columns])


def _lock_heads(streams: Sequence[str]) -> dict[str, ledger.Head]:
    rows = Head.objects.select_for_update().filter(stream__in=streams).order_by("stream")
    return {
        row.stream: ledger.Head(stream=row.stream, seq=row.seq, hash=bytes(row.hash).hex())
        for row in rows
    }
