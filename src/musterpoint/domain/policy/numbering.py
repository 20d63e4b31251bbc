"""The number of every clause, such as 5.6 or 9.2.3, and back from a number to its clause.

The first figure is the part. A part with several keys numbers these next; then come the entries in
the order of the text, and their steps, tasks or clocks. A key keeps its number while it is empty. A
field of an entry has no number of its own: it has that of the clause that it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from musterpoint.domain.policy.clause_names import UnknownClause
from musterpoint.domain.policy.document import FALLBACK, Strategy
from musterpoint.domain.policy.memo import worked_out_once
from musterpoint.domain.policy.parts import PART_OF_KEY, PARTS, DocumentPart

_Numbered = Iterator[tuple[str, str]]
"""Names of clauses and their numbers."""

_CODED = frozenset({"impact", "urgency", "priorities", "overrides", "triage"})
"""Keys whose entries are a tuple; their place in the scale or the list is their number."""

_INNER = {"paths": "steps", "playbooks": "tasks", "contracts": "clocks"}
"""The entries inside an entry that have numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """Both ways: clause to number, in the order of the document, and number to clause."""

    of: Mapping[str, str]
    clause: Mapping[str, str]


def part_name(part: DocumentPart) -> str:
    """Return the name of a whole part; one of a single key is called like that key."""
    return part.keys[0] if len(part.keys) == 1 else f"parts.{part.code}"


def number_of(strategy: Strategy, path: str) -> str:
    """Return the number of the clause ``path``, or raise UnknownClause.

    What has no number of its own has that of the clause it stands in.
    """
    known = numbers(strategy).of
    name = short = _short(path)
    while name not in known:
        name, dot, _last = name.rpartition(".")
        if not dot:
            raise UnknownClause(path)
    if name != short and _has_entries(strategy, name):
        raise UnknownClause(path)
    return known[name]


def _has_entries(strategy: Strategy, name: str) -> bool:
    """Return whether ``name`` is a key of entries: what is none of them stands nowhere."""
    return name in _CODED or isinstance(getattr(strategy, name, None), Mapping)


def path_of(strategy: Strategy, number: str) -> str:
    """Return the clause that has ``number``, or raise UnknownClause."""
    found = numbers(strategy).clause.get(number)
    if found is None:
        raise UnknownClause(number)
    return found


@worked_out_once
def numbers(strategy: Strategy) -> Numbers:
    """Return the numbers of every clause of ``strategy``."""
    of = dict(_parts(strategy))
    return Numbers(of=of, clause={number: path for path, number in of.items()})


def _short(path: str) -> str:
    """Return the name as the rules cite it: a step, task or clock right under its entry."""
    first, *rest = path.split(".")
    if first == "parts" and len(rest) == 1:
        return _of_code(rest[0]) or path
    if len(rest) > 2 and rest[1] == _INNER.get(first):
        return ".".join((first, rest[0], *rest[2:]))
    return (_of_code(path) or path) if path not in PART_OF_KEY else path


def _of_code(code: str) -> str | None:
    return next((part_name(part) for part in PARTS if part.code == code), None)


def _parts(strategy: Strategy) -> _Numbered:
    for part in PARTS:
        number = str(part.number)
        yield part_name(part), number
        if len(part.keys) == 1:
            yield from _beneath(strategy, part.keys[0], number)
            continue
        for place, key in enumerate(part.keys, start=1):
            yield key, f"{number}.{place}"
            yield from _beneath(strategy, key, f"{number}.{place}")


def _beneath(strategy: Strategy, key: str, number: str) -> _Numbered:
    value = getattr(strategy, key)
    if key == "matrix":
        yield from _matrix(strategy, number)
    elif key == "mapping":
        yield from _mapping(strategy, number)
    elif key in _CODED:
        yield from _places(key, number, [one.code for one in value])
    elif is_dataclass(value) and not isinstance(value, type):
        yield from _fields(key, number, value)
    elif isinstance(value, Mapping):
        yield from _entries(key, number, value)


def _entries(key: str, number: str, entries: Mapping[str, object]) -> _Numbered:
    inner = _INNER.get(key)
    for place, (code, one) in enumerate(entries.items(), start=1):
        path, at = f"{key}.{code}", f"{number}.{place}"
        yield path, at
        if inner is not None:
            last = [FALLBACK] if key == "paths" else []
            codes = [item.code for item in getattr(one, inner)]
            yield from _places(path, at, codes + last)


def _fields(key: str, number: str, value: object) -> _Numbered:
    """Number what a part consists of that is written once, such as the rules of closing."""
    assert is_dataclass(value)
    assert not isinstance(value, type)
    names = [field.name for field in fields(value) if field.name != "rationale"]
    for place, name in enumerate(names, start=1):
        path, at = f"{key}.{name}", f"{number}.{place}"
        yield path, at
        inner = getattr(value, name)
        if isinstance(inner, tuple) and inner and hasattr(inner[0], "code"):
            yield from _places(path, at, [one.code for one in inner])


def _matrix(strategy: Strategy, number: str) -> _Numbered:
    rows: dict[str, list[str]] = {}
    for impact, urgency in strategy.matrix:
        rows.setdefault(impact, []).append(urgency)
    for place, (impact, urgencies) in enumerate(rows.items(), start=1):
        yield f"matrix.{impact}", f"{number}.{place}"
        yield from _places(f"matrix.{impact}", f"{number}.{place}", urgencies)


def _mapping(strategy: Strategy, number: str) -> _Numbered:
    for place, (framework, clauses) in enumerate(strategy.mapping.items(), start=1):
        yield f"mapping.{framework}", f"{number}.{place}"
        yield from _places(f"mapping.{framework}", f"{number}.{place}", list(clauses))


def _places(path: str, number: str, codes: list[str]) -> _Numbered:
    for place, code in enumerate(codes, start=1):
        yield f"{path}.{code}", f"{number}.{place}"
