"""What a sent form means: the clause that it makes out of the one it was filled in from.

A field that was left alone keeps its value to the letter, and what the form does not show is kept
as well. What cannot be read stays as typed in ``Taken.typed``; nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict

from musterpoint.domain.policy.shapes import Kind, Shape
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses import wording
from musterpoint.interfaces.web.clauses.wording import Unreadable

ROOT = "f"
MOST_ROWS = 200


@dataclass(slots=True)
class Taken:
    """``value`` is the clause. ``typed`` holds what was typed and why it cannot be read."""

    value: Plain = None
    typed: dict[str, tuple[str, str]] = field(default_factory=dict)


def take(shape: Shape, was: Plain, sent: QueryDict) -> Taken:
    """Return what was sent as the clause that ``was`` has become."""
    taken = Taken()
    taken.value = _Taking(sent, taken.typed).one(shape, was, ROOT)
    return taken


class _Taking:
    def __init__(self, sent: QueryDict, typed: dict[str, tuple[str, str]]) -> None:
        self.sent, self.typed = sent, typed

    def one(self, shape: Shape, was: Plain, name: str) -> Plain:
        if f"{name}.yaml" in self.sent:
            return self._yaml(shape, was, name)
        if shape.kind is Kind.GROUP:
            return self._group(shape, was, name)
        if shape.kind is Kind.ENTRIES:
            return self._entries(shape, was, name)
        if shape.kind is Kind.FLAG:
            return self._flag(shape, was, name)
        if f"{name}.ticks" in self.sent:
            return self._ticks(was, self.sent.getlist(name))
        if name not in self.sent:
            return was
        text = wording.plainly(self.sent.get(name, ""))
        try:
            return wording.meant(shape, text, was)
        except Unreadable as refusal:
            self.typed[name] = (text, refusal.says)
            return was

    def _yaml(self, shape: Shape, was: Plain, name: str) -> Plain:
        text = wording.plainly(self.sent.get(f"{name}.yaml", ""))
        if text == wording.plainly(wording.as_yaml(shape.name, was)):
            return was
        if not text.strip():
            return None
        try:
            return wording.from_yaml(shape.name, text)
        except Unreadable as refusal:
            self.typed[name] = (text, refusal.says)
            return was

    def _flag(self, shape: Shape, was: Plain, name: str) -> Plain:
        ticked = name in self.sent
        if ticked == (was is True):
            return was
        return True if ticked else False if shape.required else None

    @staticmethod
    def _ticks(was: Plain, codes: list[str]) -> Plain:
        present = [one for one in was if isinstance(one, str)] if isinstance(was, list) else []
        chosen = [one for one in codes if one]
        if set(chosen) == set(present):
            return was
        kept = [one for one in present if one in chosen]
        return [*kept, *(one for one in dict.fromkeys(chosen) if one not in kept)] or None

    def _group(self, shape: Shape, was: Plain, name: str) -> Plain:
        before = was if isinstance(was, dict) else {}
        after: dict[str, Plain] = {}
        for each in shape.inner:
            value = self.one(each, before.get(each.name), f"{name}.{each.name}")
            if value is not None or (each.name in before and before[each.name] is None):
                after[each.name] = value
        known = {each.name for each in shape.inner}
        after |= {key: value for key, value in before.items() if key not in known}
        if not after and not isinstance(was, dict):
            return was
        return {key: after[key] for key in _in_order(before, shape) if key in after}

    def _entries(self, shape: Shape, was: Plain, name: str) -> Plain:
        before = was if isinstance(was, dict) else {}
        rows: list[tuple[float, str, Plain]] = []
        count = self.sent.get(f"{name}.count", "")
        inner = Shape(name=shape.name, kind=Kind.GROUP, inner=shape.inner)
        for place in range(min(int(count), MOST_ROWS) if count.isdecimal() else 0):
            at = f"{name}.{place}"
            old = self.sent.get(f"{at}.was", "")
            value = self.one(inner, before.get(old), at)
            code = self.sent.get(f"{at}.code", "").strip()
            if f"{at}.remove" in self.sent or (not code and value in (None, {})):
                continue
            wanted = self.sent.get(f"{at}.place", "")
            rank = float(wanted) if re.fullmatch(r"\d{1,4}(\.\d)?", wanted) else place + 1.0
            rows.append((rank, code or code_from(value), value))
        return _keyed(rows) or ({} if isinstance(was, dict) else was)


def _keyed(rows: list[tuple[float, str, Plain]]) -> dict[str, Plain]:
    """Return the rows by code; of two with one code the second gets another, and both stay."""
    found: dict[str, Plain] = {}
    for _rank, code, value in sorted(rows, key=lambda row: row[0]):
        free, number = code, 2
        while free in found:
            free, number = f"{code}-{number}", number + 1
        found[free] = value if value is not None else {}
    return found


def code_from(value: Plain) -> str:
    """Return a code made of the name of an entry."""
    name = value.get("name") or value.get("says") if isinstance(value, dict) else ""
    words = re.findall(r"[a-z0-9]+", str(name or "").lower())
    return "_".join(words[:4]) or "new"


def _in_order(before: dict[str, Plain], shape: Shape) -> Iterable[str]:
    """Return the keys as they stood, each new one behind the field that comes before it."""
    order = list(before)
    names = [each.name for each in shape.inner]
    for place, one in enumerate(names):
        if one not in order:
            earlier = [order.index(other) for other in names[:place] if other in order]
            order.insert(max(earlier) + 1 if earlier else 0, one)
    return order
