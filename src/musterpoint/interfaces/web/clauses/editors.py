"""How a clause is edited: by the form that every clause has, as text, or by a visual editor.

A visual editor shows its own template within the form of the page and turns what comes back into
the value of the clause. Keeping, merging and refusing are the page's business.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.http import QueryDict

from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.pieces import code_of, key_of
from musterpoint.domain.policy.shapes import shape_of
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses import wording
from musterpoint.interfaces.web.clauses.boxes import Showing, box_of, every, place_findings
from musterpoint.interfaces.web.clauses.taking import Taken, take
from musterpoint.interfaces.web.clauses.wording import Unreadable

TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Editing:
    """What an editor is to show: the clause, the draft it stands in, what is wrong with it.

    ``typed`` holds what could not be read, by the name of the field, with the reason. ``more`` is
    the name of rows to which one is to be added.
    """

    draft_id: int
    path: str
    value: Plain
    tree: Mapping[str, Plain]
    findings: Sequence[Finding] = ()
    typed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    more: str = ""


class Editor(Protocol):
    """``template`` is included in the form; ``shown`` gives it ``editor`` as context.

    Findings that ``shown`` places beside a field are left out of ``unplaced``.
    """

    @property
    def template(self) -> str: ...
    def fits(self, path: str, value: Plain) -> bool:
        """Return whether this editor can show the value without losing anything of it."""
        ...

    def shown(self, editing: Editing) -> dict[str, Any]:
        """Return the context of the template, with ``unplaced`` findings."""
        ...

    def taken(self, path: str, was: Plain, sent: QueryDict, tree: Mapping[str, Plain]) -> Taken:
        """Return the clause that was meant, begun from ``was``."""
        ...


class AsForm:
    """The form that every clause has: made from the class that holds it."""

    template = "strategy/drafts/_form.html"

    def fits(self, path: str, value: Plain) -> bool:
        shape = shape_of(path)
        return shape is not None and (not shape.inner or isinstance(value, dict))

    def shown(self, editing: Editing) -> dict[str, Any]:
        shape = shape_of(editing.path)
        assert shape is not None
        showing = Showing(tree=editing.tree, typed=editing.typed, more=editing.more)
        box = box_of(shape, editing.value, editing.path, showing)
        unplaced = place_findings(box, editing.findings)
        first = next((one.id for one in every([box]) if one.findings or one.error), "")
        return {"box": box, "unplaced": unplaced, "first": first}

    def taken(
        self,
        path: str,
        was: Plain,
        sent: QueryDict,
        tree: Mapping[str, Plain],  # noqa: ARG002 - Editor's
    ) -> Taken:
        shape = shape_of(path)
        assert shape is not None
        return take(shape, was, sent)


class AsText:
    """The clause as it stands in the file."""

    template = "strategy/drafts/_as_text.html"

    def fits(self, path: str, value: Plain) -> bool:  # noqa: ARG002 - anything can be written down
        return True

    def shown(self, editing: Editing) -> dict[str, Any]:
        text, error = editing.typed.get(TEXT, ("", ""))
        name = name_of(editing.path)
        return {
            "text": text or wording.as_yaml(name, editing.value),
            "error": error,
            "unplaced": list(editing.findings),
        }

    def taken(
        self,
        path: str,
        was: Plain,
        sent: QueryDict,
        tree: Mapping[str, Plain],  # noqa: ARG002 - Editor's
    ) -> Taken:
        text = wording.plainly(sent.get(TEXT, ""))
        name = name_of(path)
        if text == wording.plainly(wording.as_yaml(name, was)):
            return Taken(value=was)
        try:
            return Taken(value=wording.from_yaml(name, text))
        except Unreadable as refusal:
            return Taken(value=was, typed={TEXT: (text, refusal.says)})


AS_FORM, AS_TEXT = AsForm(), AsText()


def name_of(path: str) -> str:
    """Return the key under which a clause stands in the file."""
    return code_of(path) or key_of(path)
