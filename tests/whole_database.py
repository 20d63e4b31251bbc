"""All that the database holds, as text, to prove that something is not in it."""

from __future__ import annotations

from django.db import connection
from psycopg import sql

_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name
"""


def tables_with(value: str) -> list[str]:
    """Return the tables that hold ``value`` in any column of any row, in any case."""
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        names = [name for (name,) in cursor.fetchall()]
    return [name for name in names if _holds(name, value)]


def _holds(table: str, value: str) -> bool:
    statement = sql.SQL(
        "SELECT EXISTS (SELECT FROM {table} AS t WHERE strpos(lower(t::text), %s) > 0)"
    ).format(table=sql.Identifier(table))
    with connection.cursor() as own:
        own.execute(statement, [value.lower()])
        found = own.fetchone()
    return bool(found and found[0])
