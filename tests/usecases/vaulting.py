"""Words for stories of the vault: what is kept, of whom, and where a value stands in clear."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from musterpoint.apps.vault.models import Item, Subject
from musterpoint.domain.authority import Actor
from musterpoint.domain.vault.kinds import Guarded
from musterpoint.usecases.keep_apart import keep_apart
from tests.factories import at

NHS = Guarded(kind="nhs_number", value="943 476 5919")
OTHER_NHS = Guarded(kind="nhs_number", value="401 023 2137")
NINO = Guarded(kind="ni_number", value="QQ 12 34 56 C")
PHONE = Guarded(kind="phone", value="07700 900123")
HEALTH = Guarded(kind="health", value="type one diabetes")


def kept(*values: Guarded, by: Actor, stream: str = "", on: datetime | None = None) -> list[str]:
    """Keep values of one text and return their tokens."""
    return keep_apart(values, stream=stream, by=by, at=on or at())


def whose(token: str) -> Subject:
    """Return the person a token belongs to."""
    return Item.objects.select_related("subject").get(token=token).subject


def tables_with(text: str) -> list[str]:
    """Return the tables in any row of which a text stands, as it is written or in bytes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables ORDER BY relname")
        tables = [row[0] for row in cursor.fetchall()]
        found = []
        written = [f"%{text}%", f"%{text.encode().hex()}%"]
        for table in tables:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ILIKE ANY (%s))', [written]
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found
