"""Every drawing is sound XML, says in words what it shows, and no two labels touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from musterpoint.apps.policies import drawings
from musterpoint.apps.policies.drawings import tables
from musterpoint.apps.policies.drawings.colours import PAPER
from musterpoint.apps.policies.drawings.dependencies import layered
from musterpoint.apps.policies.drawings.lettering import width_of
from musterpoint.domain.escalation.plan import plan_of
from musterpoint.domain.policy.document import Strategy
from tests.domain.any_whole import strategies
from tests.domain.strategies import with_step
from tests.domain.whole import hours, score, whole

Drawing = Callable[..., str]
Box = tuple[float, float, float, float]
SVG = "{http://www.w3.org/2000/svg}"


def _first_path(strategy: Strategy, *, for_print: bool = False) -> str:
    path = next(iter(strategy.paths.values()))
    return drawings.path_timeline(strategy, path, for_print=for_print)


DRAWINGS: dict[str, Drawing] = {
    "matrix": drawings.matrix,
    "path": _first_path,
    "risk map": drawings.risk_map,
    "harm": drawings.harm_table,
    "dependencies": drawings.dependencies,
}


def _cells(svg: str) -> list[str]:
    root = ET.fromstring(svg)
    return [one.attrib["data-cell"] for one in root.iter() if "data-cell" in one.attrib]


def _labels(root: ET.Element) -> list[Box]:
    """Return the boxes of all labels as left, top, right, bottom."""
    found = []
    for one in root.iter(f"{SVG}text"):
        if not (one.text or "").strip():
            continue
        size, x, y = (float(one.attrib[key]) for key in ("font-size", "x", "y"))
        wide = width_of(one.text or "", size, bold="font-weight" in one.attrib)
        left = x - wide / 2 if one.attrib.get("text-anchor") == "middle" else x
        found.append((left, y - size * 0.75, left + wide, y + size * 0.25))
    return found


def _overlap(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > 0.2 and down > 0.2


@pytest.mark.parametrize("name", DRAWINGS)
@settings(max_examples=60, deadline=None)
@given(strategy=strategies())
def test_no_two_labels_touch(name: str, strategy: Strategy) -> None:
    root = ET.fromstring(DRAWINGS[name](strategy))

    boxes = _labels(root)
    left, top, wide, high = (float(part) for part in root.attrib["viewBox"].split())
    assert [(a, b) for a, b in combinations(boxes, 2) if _overlap(a, b)] == []
    inside = left - 0.2, top - 0.2, left + wide + 0.2, top + high + 0.2
    assert [
        box
        for box in boxes
        if box[0] < inside[0] or box[1] < inside[1] or box[2] > inside[2] or box[3] > inside[3]
    ] == []


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_says_what_it_shows(name: str) -> None:
    root = ET.fromstring(DRAWINGS[name](whole()))

    said = {one.attrib["id"]: one.text for one in root if one.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert list(said) == root.attrib["aria-labelledby"].split()
    assert all(said.values())
    assert root.attrib["role"] == "img"


@pytest.mark.parametrize("name", DRAWINGS)
def test_paper_has_fixed_colours_and_the_page_its_own(name: str) -> None:
    page, paper = (DRAWINGS[name](whole(), for_print=printed) for printed in (False, True))

    assert "var(" not in paper
    assert "#" not in page
    for text in (page, paper):
        assert "style=" not in text
    found = {one.attrib.get("fill") for one in ET.fromstring(paper).iter()}
    assert found <= {*PAPER.values(), "none", None}


@settings(max_examples=60, deadline=None)
@given(strategy=strategies())
def test_the_matrix_has_one_cell_for_each_pair(strategy: Strategy) -> None:
    pairs = [f"{i.code}.{u.code}" for i in strategy.impact for u in strategy.urgency]

    assert _cells(drawings.matrix(strategy)) == pairs


def test_the_matrix_wears_the_colours_of_the_board() -> None:
    root = ET.fromstring(drawings.matrix(whole()))

    fills = {one.attrib["data-cell"]: one.attrib["fill"] for one in root.iter(f"{SVG}rect")}
    assert fills["I1.U1"] == "var(--p1)"
    assert fills["I2.U2"] == "var(--p2)"
    assert fills["I4.U4"] == "var(--p5)"


def test_a_path_has_a_mark_for_each_telling_of_its_plan() -> None:
    strategy = whole()
    path = strategy.paths["technology"]

    root = ET.fromstring(drawings.path_timeline(strategy, path))

    drawn = [one.text for one in root.iter(f"{SVG}text") if one.text in {*"12345", "F"}]
    steps = [r for p in strategy.priorities for r in plan_of(path, p.code) if not r.round]
    key = len(path.steps) + 1
    assert len(drawn) == len(steps) + key
    again = [one for one in root.iter(f"{SVG}circle") if one.attrib["r"] == "4.5"]
    assert len(again) == 4  # two repeats at P1, two at P2


def test_priorities_of_one_pace_share_a_lane() -> None:
    strategy = with_step("technology", "duty_manager", after_at={})
    path = strategy.paths["technology"]
    path = replace(path, steps=path.steps[:2])

    cells = _cells(drawings.path_timeline(strategy, path))
    tops = ET.fromstring(drawings.path_timeline(strategy, path)).iter(f"{SVG}rect")

    assert cells == ["P1", "P2", "P3", "P4", "P5"]
    assert len({one.attrib["y"] for one in tops if "data-cell" in one.attrib}) == 1


def test_a_step_with_a_condition_is_dashed_and_says_it() -> None:
    strategy = with_step("technology", "duty_manager", hours="business", outside_hours=True)

    svg = drawings.path_timeline(strategy, strategy.paths["technology"])

    assert "stroke-dasharray" in svg
    assert "only outside business hours" in svg
    plain = drawings.path_timeline(whole(), whole().paths["technology"])
    assert "stroke-dasharray" not in plain


@settings(max_examples=40, deadline=None)
@given(strategy=strategies())
def test_the_map_has_a_cell_for_each_pair_and_a_dot_for_each_risk(strategy: Strategy) -> None:
    cells = _cells(drawings.risk_map(strategy))

    scale = strategy.risk_scale
    assert scale is not None
    grid = len(scale.likelihood) * len(scale.consequence)
    assert len({one for one in cells if one[0].isdigit()}) == grid
    dots = [one for one in cells if one.startswith("current.")]
    assert dots == [f"current.{n}" for n in range(1, len(strategy.risks) + 1)]


def test_only_a_risk_that_should_move_has_an_arrow() -> None:
    cells = _cells(drawings.risk_map(whole()))

    assert [one for one in cells if one.startswith("target.")] == [
        "target.1",
        "target.2",
        "target.3",
    ]
    without = replace(whole(), risk_scale=None)
    assert drawings.risk_map(without) == ""


def test_the_bands_of_appetite_colour_the_map() -> None:
    root = ET.fromstring(drawings.risk_map(whole()))

    fills = {one.attrib.get("data-cell"): one.attrib["fill"] for one in root.iter(f"{SVG}rect")}
    assert [fills[cell] for cell in ("1.1", "3.3", "3.5", "5.5")] == [
        "var(--heat-1)", "var(--heat-2)", "var(--heat-3)", "var(--heat-4)",
    ]  # fmt: skip


def test_the_heat_table_has_a_cell_for_each_service_and_time() -> None:
    strategy = whole()
    assert strategy.harm_scale is not None

    cells = _cells(drawings.harm_table(strategy))

    times = range(len(strategy.harm_scale.times))
    assert cells == [f"{code}.{time}" for code in strategy.services for time in times]
    assert drawings.harm_table(replace(strategy, harm_scale=None)) == ""


def test_a_time_stands_in_the_middle_of_its_column() -> None:
    from musterpoint.apps.policies.drawings.harm import x_of

    times = (hours(1), hours(4), hours(24))

    assert [x_of(span, times) for span in times] == [0.5, 1.5, 2.5]
    assert x_of(hours(0), times) == 0
    assert x_of(hours(2.5), times) == 1.0
    assert x_of(hours(99), times) == 3


@settings(max_examples=60, deadline=None)
@given(strategy=strategies())
def test_every_service_stands_in_one_layer(strategy: Strategy) -> None:
    layers = layered(strategy.services)

    found = sorted(one.code for layer in layers for one in layer)
    assert found == sorted(strategy.services)


def test_what_a_service_stands_on_is_to_its_right() -> None:
    layers = layered(whole().services)

    assert [sorted(one.code for one in layer) for layer in layers] == [
        ["orders", "voice"],
        ["crm", "telephony"],
        ["carrier", "network"],
    ]


def test_services_in_a_circle_are_drawn_all_the_same() -> None:
    services = dict(whole().services)
    services["network"] = replace(services["network"], depends_on=("voice",))

    svg = drawings.dependencies(replace(whole(), services=services))

    assert sorted(_cells(svg)) == sorted(services)


def test_the_table_of_authority_has_one_answerable_role_a_row() -> None:
    table = tables.raci(whole())

    letters = [[cell.says for cell in row.cells] for row in table.rows]
    assert [row.count("A") for row in letters] == [1, 1]
    declare = dict(zip(table.columns, letters[0], strict=True))
    assert declare["Duty manager"] == "R"
    assert declare["Technical lead"] == "C"
    assert declare["Head of operations"] == ""


def test_the_plan_says_who_hears_what_at_which_priority() -> None:
    table = tables.communications(whole())

    floor = next(row for row in table.rows if row.clause == "audiences.floor")
    said = dict(zip(table.columns, floor.cells, strict=True))
    assert said["P1"].says == ("in product within 15 min, every 30 min; Communications lead agrees")
    assert said["P3"].says == "technology: email within 4 h; Team leader agrees"
    assert said["P5"].says == ""
    major = next(row for row in table.rows if row.clause == "audiences.customers").cells[-1]
    assert major.clauses == ("communications.customers_major",)


def test_the_waits_of_a_path_stand_in_a_table() -> None:
    strategy = whole()

    table = tables.waits(strategy, strategy.paths["technology"])

    assert [cell.says for cell in table.rows[1].cells] == ["5 min", "15 min", "1 h", "4 h", "8 h"]
    assert [cell.says for cell in table.rows[3].cells] == ["15 min", "1 h", "–", "–", "–"]


def test_harm_stands_in_a_table_kind_by_kind() -> None:
    strategy = whole()

    table = tables.harm(strategy, strategy.services["voice"])

    assert [row.name for row in table.rows] == ["Customers", "Money"]
    assert [cell.says for cell in table.rows[0].cells] == ["1", "2", "3", "5", "5"]


def test_a_score_beyond_the_scale_stands_at_its_end() -> None:
    risk = replace(whole().risks["flood"], current=score(9, 9), target=score(9, 9))

    svg = drawings.risk_map(replace(whole(), risks={"flood": risk}))

    assert "current.1" in _cells(svg)
