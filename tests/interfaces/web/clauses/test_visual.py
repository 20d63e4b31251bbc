"""A visual editor shows the whole clause: sent back as shown, nothing changes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.policy.merging import same
from musterpoint.domain.policy.tree import Plain
from musterpoint.interfaces.web.clauses.choosing import EDITORS, editor_for
from musterpoint.interfaces.web.clauses.editors import AS_FORM, AS_TEXT, Editing
from musterpoint.interfaces.web.clauses.visual.drawing import Draws
from tests.domain.strategies import shipped

Sent = dict[str, list[str]]
TREE: Any = dump(shipped())
CLAUSES = [
    "matrix",
    *(f"{key}.{code}" for key in ("paths", "risks", "services") for code in TREE[key]),
]


class _Controls(HTMLParser):
    """What a browser would send of a form as it is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = defaultdict(list)
        self.unnamed: list[str] = []
        self._select = self._area = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        name = said.get("name") or ""
        if tag == "input" and (said.get("type") not in {"checkbox", "radio"} or "checked" in said):
            self.sent[name].append(said.get("value") or "")
        elif tag == "select":
            self._select, self._options = name, []
        elif tag == "option":
            self._options.append((said.get("value", "\x00") or "", "selected" in said))
        elif tag == "textarea":
            self._area = name
            self.sent[name].append("")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area][-1] += data
        elif self._options and self._options[-1][0] == "\x00" and data.strip():
            self._options[-1] = data.strip(), self._options[-1][1]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select" and self._options:
            chosen = [code for code, selected in self._options if selected]
            self.sent[self._select].append(chosen[0] if chosen else self._options[0][0])
            self._select, self._options = "", []
        elif tag == "textarea":
            self.sent[self._area][-1] = self.sent[self._area][-1].removeprefix("\n")
            self._area = ""


def _value(path: str) -> Any:
    key, _dot, code = path.partition(".")
    return TREE[key][code] if code else TREE[key]


def _html(path: str, value: Plain, **more: Any) -> str:
    editing = Editing(draft_id=1, path=path, value=value, tree=more.pop("tree", TREE), **more)
    editor = editor_for(path, value)
    context = {"editor": editor.shown(editing), "draft": {"pk": 1, "may_edit": True}}
    return render_to_string(editor.template, context)


def _shown(path: str, value: Plain, **more: Any) -> Sent:
    reader = _Controls()
    reader.feed(_html(path, value, **more))
    return dict(reader.sent)


def _taken(path: str, was: Plain, sent: Sent) -> Any:
    query = QueryDict(mutable=True)
    for name, values in sent.items():
        query.setlist(name, [one.replace("\n", "\r\n") for one in values])
    return editor_for(path, was).taken(path, was, query, TREE)


@pytest.mark.parametrize("path", CLAUSES)
def test_what_is_sent_back_as_shown_changes_nothing(path: str) -> None:
    was = _value(path)
    assert editor_for(path, was) is EDITORS[path.partition(".")[0]]

    taken = _taken(path, was, _shown(path, was))

    assert taken.typed == {}
    assert same(taken.value, was)


def test_a_cell_that_is_chosen_is_all_that_changes() -> None:
    sent = _shown("matrix", TREE["matrix"]) | {"cell.I2.U3": ["P1"]}

    taken = _taken("matrix", TREE["matrix"], sent)

    expected = {impact: dict(row) for impact, row in TREE["matrix"].items()}
    expected["I2"]["U3"] = "P1"
    assert taken.value == expected


def test_a_cell_can_be_emptied_and_one_that_was_not_sent_stays() -> None:
    sent = _shown("matrix", TREE["matrix"]) | {"cell.I1.U1": [""]}
    del sent["cell.I4.U4"]

    taken = _taken("matrix", TREE["matrix"], sent)

    assert "U1" not in taken.value["I1"]
    assert taken.value["I4"] == TREE["matrix"]["I4"]


def test_a_priority_and_a_row_that_the_scales_no_longer_have_stay_in_sight() -> None:
    was = {**TREE["matrix"], "I9": {"U1": "P9"}}

    sent = _shown("matrix", was)

    assert sent["cell.I9.U1"] == ["P9"]
    assert same(_taken("matrix", was, sent).value, was)


def test_what_is_wrong_with_a_cell_stands_in_it() -> None:
    found = Finding(path="matrix.I2.U1", says="It falls.", remedy="Raise it.", line=1, column=1)
    elsewhere = replace(found, path="matrix", says="Elsewhere.")

    editing = Editing(
        draft_id=1, path="matrix", value=TREE["matrix"], tree=TREE, findings=[found, elsewhere]
    )
    shown = EDITORS["matrix"].shown(editing)

    cell = shown["rows"][1]["cells"][0]
    assert (cell["name"], cell["findings"], cell["is_wrong"]) == ("cell.I2.U1", [found], True)
    assert shown["unplaced"] == [elsewhere]
    html = _html("matrix", TREE["matrix"], findings=[found])
    assert "It falls." in html
    assert "Raise it." in html


@pytest.mark.parametrize("value", [None, [], "P1", {"I1": "P1"}, {"I1": {"U1": ["P1"]}}])
def test_what_is_no_matrix_is_edited_as_text(value: Plain) -> None:
    assert editor_for("matrix", value) is AS_TEXT


def test_a_step_moves_by_its_place_and_goes_by_its_tick() -> None:
    was = _value("paths.technology")
    codes = list(was["steps"])
    sent = _shown("paths.technology", was)

    moved = _taken("paths.technology", was, sent | {"f.steps.2.place": ["1.5"]})
    gone = _taken("paths.technology", was, sent | {"f.steps.1.remove": ["on"]})

    assert list(moved.value["steps"]) == [codes[0], codes[2], codes[1], *codes[3:]]
    assert list(gone.value["steps"]) == [codes[0], *codes[2:]]


def test_a_step_is_added() -> None:
    was = _value("paths.technology")
    sent = _shown("paths.technology", was, more="f.steps")
    count = len(was["steps"])
    new = f"f.steps.{count}"
    sent |= {f"{new}.code": ["sponsor"], f"{new}.kind": ["hierarchical"],
             f"{new}.tell": ["role executive_sponsor"], f"{new}.after": ["2 h"]}  # fmt: skip

    taken = _taken("paths.technology", was, sent)

    assert list(taken.value["steps"]) == [*was["steps"], "sponsor"]
    assert taken.value["steps"]["sponsor"]["after"] == "2 h"


def test_the_line_of_time_follows_the_form() -> None:
    was = _value("paths.technology")
    sent = _shown("paths.technology", was)
    editor = EDITORS["paths"]
    assert isinstance(editor, Draws)

    value = _taken("paths.technology", was, sent | {"f.steps.1.remove": ["on"]}).value

    assert ">5</text>" in editor.drawing("paths.technology", was, TREE)
    assert ">5</text>" not in editor.drawing("paths.technology", value, TREE)


@pytest.mark.parametrize(
    ("path", "value"),
    [("paths.new", {}), ("paths.new", {"steps": {"a": {"after": "soon"}}}), ("risks.new", {}),
     ("services.new", {}), ("services.new", {"rto": "soon", "harm": {"money": [9]}}),
     ("risks.new", {"current": {"likelihood": 99, "consequence": -3}})],
)  # fmt: skip
def test_what_is_unfinished_is_drawn_all_the_same(path: str, value: Any) -> None:
    editor = EDITORS[path.partition(".")[0]]
    assert isinstance(editor, Draws)

    assert editor.drawing(path, value, TREE).startswith("<svg")
    assert editor.drawing(path, value, {}) == "" or path.startswith("paths.")


def test_a_rank_is_chosen_by_its_name() -> None:
    was = _value("risks.telephony_lost")
    html = _html("risks.telephony_lost", was)

    assert "3 Possible" in html
    sent = _shown("risks.telephony_lost", was) | {"f.current.likelihood": ["5"]}
    assert _taken("risks.telephony_lost", was, sent).value["current"]["likelihood"] == 5
    odd = {**was, "current": {"likelihood": 8, "consequence": 1}}
    assert _shown("risks.telephony_lost", odd)["f.current.likelihood"] == ["8"]


def test_a_level_of_harm_is_all_that_changes() -> None:
    was = _value("services.crm")
    kind = next(iter(was["harm"]))
    sent = _shown("services.crm", was) | {"f.harm.0.0": ["5"]}

    taken = _taken("services.crm", was, sent)

    expected = dict(was["harm"]) | {kind: [5, *was["harm"][kind][1:]]}
    assert taken.value == was | {"harm": expected}


def test_a_kind_of_harm_is_added_filled_up_and_taken_out() -> None:
    was = _value("services.crm")
    count = len(was["harm"])
    sent = _shown("services.crm", was)
    sent |= {f"f.harm.{count}.kind": ["people at home"], f"f.harm.{count}.1": ["2"],
             f"f.harm.{count}.4": ["4"], "f.harm.0.remove": ["on"]}  # fmt: skip

    harm = _taken("services.crm", was, sent).value["harm"]

    assert list(harm) == [*list(was["harm"])[1:], "people_at_home"]
    assert harm["people_at_home"] == [0, 2, 2, 2, 4]


def test_a_row_longer_than_the_scale_stays_in_sight() -> None:
    was = _value("services.crm")
    was = was | {"harm": {"money": [0, 1, 2, 3, 4, 5, 5, 5]}}

    assert same(_taken("services.crm", was, _shown("services.crm", was)).value, was)


def test_harm_that_is_no_grid_is_edited_in_the_form() -> None:
    was = _value("services.crm") | {"harm": {"money": "much"}}

    assert editor_for("services.crm", was) is AS_FORM


@pytest.mark.parametrize("path", ["paths.technology", "risks.telephony_lost", "services.crm"])
def test_the_form_and_the_text_are_still_there(path: str) -> None:
    assert editor_for(path, _value(path), wanted="form") is AS_FORM
    assert editor_for(path, _value(path), wanted="text") is AS_TEXT
