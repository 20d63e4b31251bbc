"""Any part of a strategy as a plain tree, by the names of its fields.

What a default says is left out, and the code of an entry is the key that it stands under.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.policy.tree import Plain

Tree = dict[str, Plain]
_KEYED = frozenset({"likelihood", "consequence", "bands", "clocks", "groups"})
"""Tuples of entries: a mapping in the text, also when there is none."""


def entries(several: Mapping[str, Any]) -> Tree:
    return {code: entry(one) for code, one in several.items()}


def entry(one: Any, *, without: Iterable[str] = ()) -> Tree:
    """Return what ``one`` says beyond its defaults, in the order of its fields."""
    left_out = {"code", *without}
    return {
        field.name: _field(field.name, getattr(one, field.name))
        for field in fields(one)
        if field.name not in left_out and getattr(one, field.name) != _default(field)
    }


def _default(field: Field[Any]) -> object:
    made = field.default_factory
    return field.default if made is MISSING else made()


def _field(name: str, value: object) -> Plain:
    if isinstance(value, timedelta) and name == "within":
        return span_text(value, largest="h")  # may be working time
    if name in _KEYED and value == ():
        return {}
    return _plain(value)


def _plain(value: object) -> Plain:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, timedelta):
        return span_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return [str(code) for code in sorted(value)]
    if isinstance(value, tuple):
        return _several(value)
    if is_dataclass(value) and not isinstance(value, type):
        return entry(value)
    assert value is None or isinstance(value, str | int)
    return value


def _several(items: tuple[Any, ...]) -> Plain:
    if items and is_dataclass(items[0]):
        return {one.code: entry(one) for one in items}
    return [_plain(item) for item in items]
