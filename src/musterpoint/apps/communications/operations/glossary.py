"""Write this centre's terms, each change with its entry in the term's ledger."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from musterpoint.apps.communications.glossary_record import SAID, as_recorded
from musterpoint.apps.communications.models import GlossaryTerm
from musterpoint.apps.ledger import operations as ledger
from musterpoint.domain.plain_words import Term

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('glossary'))"


def lock_glossary() -> None:
    """Let nobody else change the glossary until the transaction ends.

    Words are compared across terms, and a term that ships has no row to lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


def keep(
    term: Term,
    row: GlossaryTerm | None,
    *,
    kind: str,
    is_left_out: bool,
    person_id: int | None,
    actor: str,
    at: datetime,
) -> GlossaryTerm:
    """Write what a term says, as a new row when there is none yet."""
    before = {} if row is None else as_recorded(row)
    is_new = row is None
    row = row or GlossaryTerm(code=term.code, version=0)
    for name in SAID:
        value = getattr(term, name)
        setattr(row, name, list(value) if isinstance(value, tuple) else str(value))
    row.is_left_out = is_left_out
    row.changed_at, row.changed_by_id = at, person_id
    row.version += 1
    row.save(force_insert=is_new)
    after = as_recorded(row)
    changes = [
        {"of": "term", "field": name, "old": before.get(name), "new": after.get(name)}
        for name in sorted(before | after)
        if before.get(name) != after.get(name)
    ]
    entry = ledger.Draft(at=at, actor=actor, kind=kind, data={"changes": changes})
    ledger.append(stream=row.stream, drafts=[entry], recorded_at=at, is_new=is_new)
    return row
