"""Find a value in every table and write over it, for the erasure of what was personal.

Knows tables by what Django says of them, so a new one is looked through without being told. The
ledger has its own way; accounts of colleagues and the vault's own rows are left to theirs.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models, transaction
from psycopg import sql
from psycopg.types.json import Jsonb

OURS = "musterpoint.apps."
OWN_WAY = frozenset({"ledger", "vault"})
COLLEAGUES = "accounts_person"
_TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField)


@dataclass(slots=True, kw_only=True)
class FromRows:
    """How many rows of which table were written over, which refused, and the keys of the former."""

    written: Counter[str] = field(default_factory=Counter)
    left: list[str] = field(default_factory=list)
    keys: dict[str, list[Any]] = field(default_factory=dict)


def take_out(pattern: str, *, without: Callable[[str], str]) -> FromRows:
    """Apply ``without`` to every text column of every row in which ``pattern`` is found."""
    done = FromRows()
    for model, columns in looked_through():
        for pk, texts in _found(model, columns, pattern):
            _write_over(model, pk, _changed(columns, texts, without), done)
    for model, column in _files():
        _drop_files(model, column, pattern, done)
    return done


def looked_through() -> Iterator[tuple[type[models.Model], Sequence[Any]]]:
    """Yield every table of ours with its columns of text."""
    for model in _ours():
        columns = [
            one
            for one in model._meta.concrete_fields
            if isinstance(one, _TEXTS) and not one.primary_key
        ]
        if columns:
            yield model, columns


def _ours() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith(OURS) and config.label not in OWN_WAY:
            found = config.get_models(include_auto_created=True)
            yield from (one for one in found if one._meta.db_table != COLLEAGUES)


def _files() -> Iterator[tuple[type[models.Model], Any]]:
    for model in _ours():
        for one in model._meta.concrete_fields:
            if isinstance(one, models.BinaryField) and one.null:
                yield model, one


def _found(
    model: type[models.Model], columns: Sequence[Any], pattern: str
) -> list[tuple[Any, tuple[Any, ...]]]:
    names = [sql.Identifier(one.column) for one in columns]
    key = _key(model)
    statement = sql.SQL("SELECT {key}, {names} FROM {table} WHERE {found} ORDER BY {key}").format(
        key=key,
        names=sql.SQL(", ").join(names),
        table=sql.Identifier(model._meta.db_table),
        found=sql.SQL(" OR ").join(
            sql.SQL("{name}::text ~* %s").format(name=name) for name in names
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [pattern] * len(names))
        return [(row[0], row[1:]) for row in cursor.fetchall()]


def _changed(
    columns: Sequence[Any], texts: Sequence[Any], without: Callable[[str], str]
) -> dict[str, Any]:
    changed: dict[str, Any] = {}
    for one, value in zip(columns, texts, strict=True):
        is_json = isinstance(one, models.JSONField)
        plain = json.loads(value) if is_json and isinstance(value, str) else value
        after = _everywhere(plain, without)
        if after != plain:
            changed[one.column] = Jsonb(after) if is_json else after
    return changed


def _everywhere(value: Any, without: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return without(value)
    if isinstance(value, list):
        return [_everywhere(each, without) for each in value]
    if isinstance(value, Mapping):
        return {without(key): _everywhere(each, without) for key, each in value.items()}
    return value


def _write_over(
    model: type[models.Model], pk: Any, changed: Mapping[str, Any], done: FromRows
) -> None:
    table = model._meta.db_table
    if not changed:
        done.left.append(f"{table} {pk}")
        return
    statement = sql.SQL("UPDATE {table} SET {values} WHERE {key} = %s").format(
        table=sql.Identifier(table),
        values=sql.SQL(", ").join(
            sql.SQL("{name} = %s").format(name=sql.Identifier(name)) for name in changed
        ),
        key=_key(model),
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [*changed.values(), pk])
    except DatabaseError:  # frozen by a trigger, or two rows would become one
        done.left.append(f"{table} {pk}")
        return
    done.written[table] += 1
    done.keys.setdefault(table, []).append(pk)


def _drop_files(model: type[models.Model], column: Any, pattern: str, done: FromRows) -> None:
    """Drop files kept in the database that hold the value readably, such as an export."""
    table = model._meta.db_table
    statement = sql.SQL(
        "UPDATE {table} SET {name} = NULL WHERE {name} IS NOT NULL"
        " AND encode({name}, 'escape') ~* %s RETURNING {key}"
    ).format(
        table=sql.Identifier(table),
        name=sql.Identifier(column.column),
        key=_key(model),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [pattern])
        dropped = [row[0] for row in cursor.fetchall()]
    if dropped:
        done.written[table] += len(dropped)
        done.keys.setdefault(table, []).extend(dropped)


def _key(model: type[models.Model]) -> sql.Identifier:
    return sql.Identifier(str(model._meta.pk.column))
