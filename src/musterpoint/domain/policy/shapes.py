"""What each clause of the document consists of, read off the classes that hold it.

A shape says what a field is for whoever offers a form for it. It judges nothing: a draft may hold
anything, and what does not fit its shape is shown as text.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.policy.document import Criterion, Strategy, Target, Tell
from musterpoint.domain.policy.duties import Contract, Obligation
from musterpoint.domain.policy.pieces import HOLD_ENTRIES, key_of
from musterpoint.domain.policy.reading.duties import IN_FORCE
from musterpoint.domain.policy.reading.times import WEEK


class Kind(StrEnum):
    """LISTS is a mapping of lists, PAIRS one of single values, ENTRIES one of groups by code."""

    LINE = "line"
    WORDS = "words"
    FLAG = "flag"
    NUMBER = "number"
    SPAN = "span"
    DAY = "day"
    CHOICE = "choice"
    TICKS = "ticks"
    LINES = "lines"
    PAIRS = "pairs"
    LISTS = "lists"
    GROUP = "group"
    ENTRIES = "entries"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """One field. ``numbers``: what stands in its lines is a number."""

    name: str
    kind: Kind
    required: bool = False
    options: tuple[str, ...] = ()
    inner: tuple[Shape, ...] = ()
    numbers: bool = False


_WORDS = """
because brings context cost duty formula limits mbco not_this_if purpose rationale says trigger
"""
_LONG = frozenset(_WORDS.split())
_DAYS = frozenset({"in_force_from", "in_force_to", "not_yet"})
_CALENDAR = (
    Shape(name="zone", kind=Kind.LINE, required=True),
    Shape(
        name="week",
        kind=Kind.GROUP,
        required=True,
        inner=tuple(Shape(name=day, kind=Kind.LINE, required=True) for day in WEEK),
    ),
    Shape(name="closed", kind=Kind.LINES),
    Shape(name="special", kind=Kind.PAIRS),
)


@lru_cache(maxsize=64)
def shape_of(path: str) -> Shape | None:
    """Return the shape of the piece at ``path``, or None where only text will do."""
    key = key_of(path)
    hint = get_type_hints(Strategy).get(key)
    if hint is None or key == "matrix":
        return None
    if key in HOLD_ENTRIES and "." in path:
        return _of_entry(key, hint)
    return None if key in HOLD_ENTRIES else _of(key, hint, required=False)


def _of_entry(key: str, hint: Any) -> Shape:
    if key == "mapping":
        return Shape(name=key, kind=Kind.LISTS)
    of = get_args(hint)[0 if get_origin(hint) is tuple else 1]
    return _of(key, of, required=True)


def _of(name: str, hint: Any, *, required: bool) -> Shape:
    """Return the shape of a field that is annotated so."""
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (one for one in get_args(hint) if one is not type(None))
    if isinstance(hint, type) and is_dataclass(hint) and hint is not Tell:
        return Shape(name=name, kind=Kind.GROUP, required=required, inner=_inner(hint))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        options = tuple(one.value for one in hint)
        return Shape(name=name, kind=Kind.CHOICE, required=required, options=options)
    if get_origin(hint) in (tuple, frozenset):
        return _several(name, get_args(hint)[0], required=required)
    if get_origin(hint) is not None and issubclass(get_origin(hint), Mapping):
        of = get_args(hint)[1]
        kind = Kind.LISTS if get_origin(of) is tuple else Kind.PAIRS
        numbers = kind is Kind.LISTS and get_args(of)[0] is int
        return Shape(name=name, kind=kind, required=required, numbers=numbers)
    return Shape(name=name, kind=_simple(name, hint), required=required)


def _several(name: str, of: Any, *, required: bool) -> Shape:
    if of is Criterion:
        return Shape(name=name, kind=Kind.PAIRS, required=required)
    one = _of(name, of, required=required)
    if one.kind is Kind.GROUP:
        return replace(one, kind=Kind.ENTRIES)
    if one.kind is Kind.CHOICE:
        return replace(one, kind=Kind.TICKS)
    return replace(one, kind=Kind.LINES, numbers=one.kind is Kind.NUMBER)


def _simple(name: str, hint: Any) -> Kind:
    kinds: dict[Any, Kind] = {
        bool: Kind.FLAG,
        int: Kind.NUMBER,
        float: Kind.NUMBER,
        timedelta: Kind.SPAN,
        date: Kind.DAY,
    }
    return kinds.get(hint, Kind.WORDS if name in _LONG else Kind.LINE)


def _inner(of: type) -> tuple[Shape, ...]:
    if of is WorkingCalendar:
        return _CALENDAR
    hints = get_type_hints(of)
    return tuple(
        shape
        for field in fields(of)
        if field.name != "code"
        for shape in _of_field(of, field, hints[field.name])
    )


def _of_field(of: type, field: Field[Any], hint: Any) -> Iterator[Shape]:
    """Yield what stands in the text for one field; nearly always one thing of the same name."""
    if of is Target and field.name in {"priority", "spans"}:
        if field.name == "spans":
            kinds = get_args(hint)[0]
            yield from (Shape(name=kind.value, kind=Kind.SPAN) for kind in kinds)
    elif of in (Obligation, Contract) and field.name in _DAYS:
        if field.name == "in_force_from":
            yield Shape(name=IN_FORCE, kind=Kind.PAIRS)
    else:
        has_none = field.default is MISSING and field.default_factory is MISSING
        yield _of(field.name, hint, required=has_none)
