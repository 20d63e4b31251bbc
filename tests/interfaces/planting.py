"""Secrets planted into every field there is, and the search for them in all that was kept."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

from musterpoint.project.masked_log import Masked

NUMBER = "4485 2750 1137 5569"
PLANTED = f"card {NUMBER} exp 11/27 cvv 917, password: Zq7!marmot"
TRACES = (
    re.compile(r"4485\W*2750\W*1137\W*5569"),
    re.compile(r"(?i)cvv\W{0,4}917"),
    re.compile(r"Zq7.{0,3}marmot"),
)
SIGNS = "[card number ending 5569]"
"""What stands where the number was: how often shows that texts were kept at all."""


def everything_kept() -> Iterator[tuple[str, str]]:
    """Yield every row of every table as text, what is in sessions included."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')  # our own names
            for (row,) in cursor.fetchall():
                yield table, row
    for session in Session.objects.all():
        yield "session", json.dumps(session.get_decoded(), default=str)


def traces(records: list[logging.LogRecord]) -> list[str]:
    """Return where any trace of what was planted is: in a table or a line of the log."""
    shown = Masked("{message}", style="{")
    places = [*everything_kept(), *(("log", shown.format(each)) for each in records)]
    return [
        f"{place}: {row[:300]}" for place, row in places for trace in TRACES if trace.search(row)
    ]


def signs() -> int:
    """Return in how many rows something stands in place of the number."""
    return sum(SIGNS in row for _table, row in everything_kept())


def text_fields(schema: dict[str, Any], whole: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the path of every field of a body that takes any text."""
    schema = _resolved(schema, whole)
    for choice in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from text_fields(choice, whole)
    if schema.get("type") == "string" and not {"enum", "const"} & schema.keys():
        yield ()
    for name, inner in schema.get("properties", {}).items():
        yield from ((name, *path) for path in text_fields(inner, whole))
    if isinstance(schema.get("items"), dict):
        yield from (("0", *path) for path in text_fields(schema["items"], whole))
    if isinstance(schema.get("additionalProperties"), dict):
        more = schema["additionalProperties"]
        yield from (("more", *path) for path in text_fields(more, whole))


def with_planted(body: Any, path: tuple[str, ...]) -> Any:
    """Return a body with the secret at this path, whatever stood there before."""
    if not path:
        return PLANTED
    first, *rest = path
    if first == "0":
        return [with_planted(body[0] if isinstance(body, list) and body else {}, tuple(rest))]
    held = dict(body) if isinstance(body, dict) else {}
    return {**held, first: with_planted(held.get(first), tuple(rest))}


def _resolved(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Any = whole
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return _resolved(found, whole)
