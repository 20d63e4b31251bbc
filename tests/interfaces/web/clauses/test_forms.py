"""A form that is sent back as it was shown changes nothing; what is typed is taken as meant."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.merging import same
from musterpoint.domain.policy.pieces import Piece, cut
from musterpoint.domain.policy.shapes import shape_of
from musterpoint.domain.policy.tree import Plain, plain_of
from musterpoint.interfaces.web.clauses.boxes import Box, Showing, box_of, every, place_findings
from musterpoint.interfaces.web.clauses.taking import Taken, take
from tests.domain.strategies import shipped, shipped_text
from tests.domain.whole_document import whole_tree

Sent = dict[str, list[str]]
SHIPPED: Any = dump(shipped())
PATHS = ("paths.technology", "categories.tel_total", "calendars.always", "targets.P1", "major",
         "contracts.client", "risks.flood", "agreement", "services.telephony", "title", "closing",
         "obligations.breach", "mapping.iso22301", "marks", "triage.q1",
         "rationale.matrix")  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "steps", "after", "tell", "clock", "week", "zone", "harm"])
            | st.text(max_size=4),
            inner,
            max_size=4,
        )
    ),
    max_leaves=14,
)


def shown(path: str, value: Plain, tree: Any = SHIPPED) -> Box:
    shape = shape_of(path)
    assert shape is not None
    return box_of(shape, value, path, Showing(tree=tree))


def sending(box: Box) -> Sent:
    """Return what a browser would send, with its own line ends."""
    sent: Sent = {}
    for one in every([box]):
        if one.rows:
            sent[f"{one.name}.count"] = [str(len(one.rows))]
            for row in one.rows:
                sent[f"{row.name}.code"], sent[f"{row.name}.was"] = [row.code], [row.was]
                sent[f"{row.name}.place"] = [str(row.place)]
        elif one.inner or one.widget in {"group", "entries"}:
            continue
        elif one.widget == "flag":
            sent |= {one.name: ["on"]} if one.ticked else {}
        elif one.widget == "ticks":
            sent[f"{one.name}.ticks"] = ["1"]
            sent[one.name] = [code for code, _label, ticked in one.choices if ticked]
        elif one.widget == "yaml":
            sent[f"{one.name}.yaml"] = [one.text.replace("\n", "\r\n")]
        else:
            sent[one.name] = [one.text.replace("\n", "\r\n")]
    return sent


def posted(sent: Sent) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, several in sent.items():
        found.setlist(name, several)
    return found


def taken(path: str, value: Plain, **changed: str | list[str] | None) -> Taken:
    sent = sending(shown(path, value))
    for name, text in changed.items():
        if text is None:
            sent.pop(name, None)
        else:
            sent[name] = text if isinstance(text, list) else [text]
    shape = shape_of(path)
    assert shape is not None
    return take(shape, value, posted(sent))


@pytest.mark.parametrize("piece", cut(whole_tree()), ids=lambda piece: piece.path)
def test_a_form_left_alone_changes_nothing(piece: Piece) -> None:
    if shape_of(piece.path) is None:
        return

    found = taken(piece.path, piece.value)

    assert same(found.value, piece.value)
    assert found.typed == {}


@settings(max_examples=300)
@given(path=st.sampled_from(PATHS), value=values)
def test_a_form_of_anything_left_alone_changes_nothing(path: str, value: Any) -> None:
    written = yaml_text.read(yaml_text.write({"x": value})).root
    assert written is not None
    tree = plain_of(written)
    assert isinstance(tree, dict)

    found = taken(path, tree["x"])

    assert same(found.value, tree["x"])


PATH: dict[str, Any] = {
    "name": "People",
    "owner": "duty_manager",
    "mystery": {"kept": 1},
    "steps": {
        "first": {"kind": "functional", "tell": ["role duty_manager"], "after": "0 min"},
        "then": {"kind": "functional", "tell": ["role duty_manager"], "after": "5 min", "x": 1},
    },
    "fallback": "role duty_manager",
}


def test_one_field_typed_is_one_field_changed() -> None:
    found = taken("paths.people", PATH, **{"f.name": " Everybody "})

    assert same(found.value, {**PATH, "name": "Everybody"})


def test_a_new_field_stands_behind_the_one_before_it() -> None:
    found = taken("paths.people", PATH, **{"f.steps.0.need": "2", "f.rationale": "Two know more"})

    assert isinstance(found.value, dict)
    steps: Any = found.value["steps"]
    assert list(steps["first"]) == ["kind", "tell", "after", "need"]
    assert steps["first"]["need"] == 2
    assert found.value["rationale"] == "Two know more"


def test_an_emptied_field_is_gone() -> None:
    found = taken("paths.people", PATH, **{"f.name": "  "})

    assert isinstance(found.value, dict)
    assert "name" not in found.value


def test_what_is_no_number_stays_as_typed() -> None:
    found = taken("paths.people", PATH, **{"f.steps.0.need": "two", "f.steps.0.after": "soon"})

    steps: Any = found.value["steps"]  # type: ignore[index,call-overload]  # a mapping
    assert (steps["first"]["need"], steps["first"]["after"]) == ("two", "soon")


def test_a_step_is_renamed_moved_and_removed_with_what_the_form_does_not_show() -> None:
    found = taken("paths.people", PATH, **{"f.steps.1.code": "again", "f.steps.1.place": "0"})
    removed = taken("paths.people", PATH, **{"f.steps.0.remove": "on"})

    steps: Any = found.value["steps"]  # type: ignore[index,call-overload]  # a mapping
    assert list(steps) == ["again", "first"]
    assert steps["again"]["x"] == 1
    left: Any = removed.value["steps"]  # type: ignore[index,call-overload]  # a mapping
    assert list(left) == ["then"]


def test_two_steps_of_one_code_both_stay() -> None:
    found = taken("paths.people", PATH, **{"f.steps.1.code": "first"})

    steps: Any = found.value["steps"]  # type: ignore[index,call-overload]  # a mapping
    assert list(steps) == ["first", "first-2"]


def test_a_step_without_a_code_gets_one() -> None:
    more = {
        "f.steps.count": "3", "f.steps.2.code": "", "f.steps.2.was": "", "f.steps.2.place": "3",
        "f.steps.2.says": "Ring the night desk at once", "f.steps.2.after": "9 min",
    }  # fmt: skip
    found = taken("paths.people", PATH, **more)

    steps: Any = found.value["steps"]  # type: ignore[index,call-overload]  # a mapping
    assert list(steps) == ["first", "then", "ring_the_night_desk"]


def test_an_empty_row_is_nothing() -> None:
    more = {"f.steps.count": "3", "f.steps.2.code": "", "f.steps.2.after": ""}

    assert same(taken("paths.people", PATH, **more).value, PATH)


def test_ticks_keep_the_order_they_had() -> None:
    category: Any = {"roles": ["loggist", "incident_manager"], "name": "x"}
    found = taken(
        "categories.new", category, **{"f.roles": ["duty_manager", "incident_manager", "loggist"]}
    )

    assert isinstance(found.value, dict)
    assert found.value["roles"] == ["loggist", "incident_manager", "duty_manager"]


def test_a_line_without_a_colon_stays_as_typed_and_says_why() -> None:
    major: Any = dump(shipped())["major"]
    found = taken("major", major, **{"f.criteria": "one: First\r\nsecond one"})

    assert same(found.value, major)
    text, says = found.typed["f.criteria"]
    assert text == "one: First\nsecond one"
    assert says == "Write a name, a colon and a value: 'second one' has no colon."


def test_an_odd_value_is_shown_as_it_stands_in_the_file() -> None:
    odd: Any = {"name": ["a", "b"], "steps": 5}
    box = shown("paths.people", odd)

    widgets = {one.name: (one.widget, one.text) for one in every([box])}
    assert widgets["f.name"] == ("yaml", "name: [a, b]\n")
    assert widgets["f.steps"] == ("yaml", "steps: 5\n")
    found = taken("paths.people", odd, **{"f.name.yaml": "name: Better"})
    assert same(found.value, {"name": "Better", "steps": 5})
    wrong = taken("paths.people", odd, **{"f.name.yaml": "nom: Better"})
    assert wrong.typed["f.name"][1] == "Begin with 'name:' and put everything else under it."


def test_a_field_offers_what_there_is_and_keeps_what_there_is_not() -> None:
    box = shown("categories.new", {"path": "tecnology", "roles": ["nobody"]})

    offered = {one.name: one.choices for one in every([box])}
    assert ("tecnology", "tecnology (?)", True) in offered["f.path"]
    assert ("technology", SHIPPED["paths"]["technology"]["name"], False) in offered["f.path"]
    assert ("nobody", "nobody (?)", True) in offered["f.roles"]


def test_a_finding_stands_beside_its_field() -> None:
    text = shipped_text().replace("path: technology", "path: tecnology", 1)
    examined = yaml_text.examine(text)
    (finding,) = [one for one in examined.findings if "tecnology" in one.says]
    path = ".".join(finding.path.split(".")[:2])
    category = SHIPPED["categories"][path.partition(".")[2]]
    box = shown(path, category)

    left = place_findings(box, [finding])

    assert left == []
    assert [one.name for one in every([box]) if one.findings] == ["f.path"]


def test_every_field_of_the_document_has_a_label_of_its_own() -> None:
    bare = {
        one.at[-1]
        for piece in cut(whole_tree())
        if shape_of(piece.path) is not None
        for one in every([shown(piece.path, piece.value)])
        if one.name != "f" and one.label == one.at[-1].replace("_", " ").capitalize()
    }

    from musterpoint.interfaces.web.clauses.field_words import LABELS

    assert {name for name in bare if name not in LABELS} == set()
