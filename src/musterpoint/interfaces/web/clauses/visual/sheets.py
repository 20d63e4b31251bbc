"""Many clauses of one part on a sheet: each row a clause, each cell one of its fields or roles.

A sheet shows what can be compared side by side and keeps everything else of a clause as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import QueryDict
from django.utils.translation import gettext as _

from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.taking import Taken
from musterpoint.interfaces.web.clauses.visual.drawing import codes_of, entry_name

Offer = Sequence[tuple[str, str]]
LETTERS = {"R": "responsible", "A": "accountable", "C": "consulted", "I": "informed"}
COMBINED = ("R", "A", "R A", "C", "I", "C I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One control. ``kind`` is choice, tick or text."""

    name: str
    label: str
    kind: str
    text: str = ""
    choices: Offer = ()
    findings: tuple[Finding, ...] = ()
    tone: str = ""

    @property
    def is_wrong(self) -> bool:
        return any(one.severity == "error" for one in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    code: str
    label: str


class Sheet(Protocol):
    """``taken`` returns the clause that a row has become; ``typed`` holds why it cannot be read."""

    @property
    def corner(self) -> str: ...
    def columns(self, tree: Mapping[str, Plain], more: str = "") -> list[Column]: ...
    def name(self, code: str, tree: Mapping[str, Plain]) -> str: ...
    def cells(
        self, code: str, value: Plain, tree: Mapping[str, Plain], columns: Sequence[Column]
    ) -> list[Cell]: ...
    def taken(self, code: str, was: Plain, sent: QueryDict, tree: Mapping[str, Plain]) -> Taken: ...


def field_name(code: str, column: str) -> str:
    return f"cell.{code}.{column}"


class Authority:
    """Activity x role, with R, A, C and I to choose; one role answers for each activity."""

    @property
    def corner(self) -> str:
        return _("Activity")

    def columns(self, tree: Mapping[str, Plain], more: str = "") -> list[Column]:
        """Return the roles that any activity names, and the one that is asked for besides."""
        rows = tree.get("authority")
        activities = rows.values() if isinstance(rows, dict) else ()
        named = {code for one in activities for code in _named(one)}
        named |= {more} if more else set()
        known = [*(c for c in codes_of(tree, "roles") if c in named), *sorted(named)]
        return [Column(code=c, label=entry_name(tree, "roles", c)) for c in dict.fromkeys(known)]

    def name(self, code: str, tree: Mapping[str, Plain]) -> str:
        return entry_name(tree, "authority", code)

    def cells(
        self, code: str, value: Plain, tree: Mapping[str, Plain], columns: Sequence[Column]
    ) -> list[Cell]:
        activity = self.name(code, tree)
        return [self._cell(code, activity, value, column) for column in columns]

    @staticmethod
    def _cell(code: str, activity: str, value: Plain, column: Column) -> Cell:
        letters = _letters(value, column.code)
        choices = dict.fromkeys(("", *COMBINED, letters))
        return Cell(
            name=field_name(code, column.code),
            label=_("%(role)s in “%(activity)s”") % {"role": column.label, "activity": activity},
            kind="choice",
            text=letters,
            choices=[(one, one or "·") for one in choices],
            tone=f"letter-{letters[:1].lower()}" if letters else "",
        )

    def taken(
        self,
        code: str,
        was: Plain,
        sent: QueryDict,
        tree: Mapping[str, Plain],  # noqa: ARG002 - Sheet's
    ) -> Taken:
        """Return the activity with the letters that were chosen; two that answer are refused."""
        value = dict(was) if isinstance(was, dict) else {}
        prefix = field_name(code, "")
        chosen = {n.removeprefix(prefix): sent.get(n, "") for n in sent if n.startswith(prefix)}
        for letter, key in LETTERS.items():
            has = [role for role, letters in chosen.items() if letter in letters.split()]
            if letter == "A":
                if len(has) > 1:
                    says = _("Only one role answers for it. Choose R for the other.")
                    return Taken(value=was, typed={code: ("", says)})
                value = with_item(value, key, has[0] if has else _unseen(value.get(key), chosen))
            else:
                value = with_item(value, key, _merged(value.get(key), has, chosen))
        return Taken(value=value)


def _named(one: Plain) -> list[str]:
    found: list[str] = []
    for key in LETTERS.values():
        held = one.get(key) if isinstance(one, dict) else None
        found += [str(code) for code in (held if isinstance(held, list) else [held or ""])]
    return [code for code in found if code]


def _letters(value: Plain, role: str) -> str:
    found = []
    for letter, key in LETTERS.items():
        held = value.get(key) if isinstance(value, dict) else None
        if held == role or (isinstance(held, list) and role in held):
            found.append(letter)
    return " ".join(found)


def _unseen(held: Plain, chosen: Mapping[str, str]) -> Plain:
    """Return who answers when the sheet did not show that role, else nobody."""
    return held if isinstance(held, str) and held not in chosen else None


def _merged(held: Plain, has: list[str], chosen: Mapping[str, str]) -> Plain:
    """Return the roles in the order that they had, new ones last; none is left out unseen."""
    before = [str(one) for one in held] if isinstance(held, list) else []
    kept = [one for one in before if one in has or one not in chosen]
    merged: list[Plain] = [*kept, *(one for one in has if one not in kept)]
    return merged or None


def with_item(value: dict[str, Plain], key: str, item: Plain) -> dict[str, Plain]:
    """Return ``value`` with ``item`` in its place; without it when there is nothing."""
    if value.get(key) == item:
        return value
    if item is None:
        return {k: v for k, v in value.items() if k != key}
    return {**value, key: item}
