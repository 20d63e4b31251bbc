"""The communications plan on a sheet: each row a rule, with its priorities to tick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.http import QueryDict
from django.utils.translation import gettext as _

from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.offering import entries_of
from musterpoint.interfaces.web.clauses.taking import Taken
from musterpoint.interfaces.web.clauses.visual.drawing import codes_of
from musterpoint.interfaces.web.clauses.visual.sheets import (
    Cell,
    Column,
    Offer,
    field_name,
    with_item,
)

TEXTS = ("first_within", "every")
CHOSEN = {"audience": "audiences", "approver": "roles", "template": "templates"}


class Communications:
    """Audience, priorities, how soon, how often, who agrees, by which words."""

    @property
    def corner(self) -> str:
        return _("Rule")

    def columns(self, tree: Mapping[str, Plain], more: str = "") -> list[Column]:
        del more
        titles = {
            "audience": _("Audience"), "when_major": _("Major"), "first_within": _("First within"),
            "every": _("Then every"), "channels": _("By"), "approver": _("Agreed by"),
            "template": _("Words"),
        }  # fmt: skip
        priorities = [Column(code=c, label=c) for c in codes_of(tree, "priorities")]
        columns = [Column(code=code, label=label) for code, label in titles.items()]
        return [columns[0], *priorities, *columns[1:]]

    def name(self, code: str, tree: Mapping[str, Plain]) -> str:  # noqa: ARG002 - Sheet's
        return code.replace("_", " ").capitalize()

    def cells(
        self, code: str, value: Plain, tree: Mapping[str, Plain], columns: Sequence[Column]
    ) -> list[Cell]:
        one = value if isinstance(value, dict) else {}
        return [self._cell(code, column, one, tree) for column in columns]

    def _cell(
        self, code: str, column: Column, one: Mapping[str, Plain], tree: Mapping[str, Plain]
    ) -> Cell:
        kind, text = _stands(column.code, one, codes_of(tree, "priorities"))
        offered = CHOSEN.get(column.code)
        return Cell(
            name=field_name(code, column.code),
            label=f"{column.label}: {self.name(code, tree)}",
            kind=kind,
            text=text,
            choices=_offer(tree, offered, text) if offered else (),
        )

    def taken(self, code: str, was: Plain, sent: QueryDict, tree: Mapping[str, Plain]) -> Taken:
        value = dict(was) if isinstance(was, dict) else {}
        for key in (*CHOSEN, *TEXTS):
            if (name := field_name(code, key)) in sent:
                value = with_item(value, key, sent.get(name, "").strip() or None)
        if (name := field_name(code, "channels")) in sent:
            value = with_item(value, "channels", _list(sent.get(name, "")))
        value = with_item(
            value, "priorities", _priorities(code, value.get("priorities"), sent, tree)
        )
        is_major = field_name(code, "when_major") in sent
        if is_major != (value.get("when_major") is True):
            value = with_item(value, "when_major", True if is_major else None)
        return Taken(value=value)


def _stands(column: str, one: Mapping[str, Plain], priorities: Sequence[str]) -> tuple[str, str]:
    """Return the kind of a control and what stands in it."""
    held = one.get("priorities" if column in priorities else column)
    if column in priorities:
        return "tick", "on" if isinstance(held, list) and column in held else ""
    if column == "when_major":
        return "tick", "on" if held is True else ""
    if column == "channels":
        return "text", ", ".join(map(str, held)) if isinstance(held, list) else ""
    return "choice" if column in CHOSEN else "text", str(held or "")


def _priorities(code: str, held: Plain, sent: QueryDict, tree: Mapping[str, Plain]) -> Plain:
    """Return those ticked in their order; one that the scale no longer has stays."""
    known = codes_of(tree, "priorities")
    before = [str(one) for one in held] if isinstance(held, list) else []
    ticked = [one for one in known if field_name(code, one) in sent]
    if set(ticked) == set(before) & set(known):
        return held
    found: list[Plain] = [*ticked, *(one for one in before if one not in known)]
    return found or None


def _list(text: str) -> Plain:
    found: list[Plain] = [one.strip() for one in text.split(",") if one.strip()]
    return found or None


def _offer(tree: Mapping[str, Plain], key: str, chosen: str) -> Offer:
    known = entries_of(tree, key)
    unknown = [(chosen, f"{chosen} (?)")] if chosen and chosen not in dict(known) else []
    return [("", "–"), *known, *unknown]
