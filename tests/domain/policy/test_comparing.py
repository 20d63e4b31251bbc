"""Differences between two strategies: sorted by part, named, and marked word by word."""

from __future__ import annotations

from dataclasses import replace

from musterpoint.domain.policy.comparing import Kind, differences
from musterpoint.domain.rewording import Fate
from tests.domain.strategies import shipped, with_path


def test_a_strategy_does_not_differ_from_itself() -> None:
    assert differences(shipped(), shipped()) == ()


def test_a_long_text_is_marked_and_a_short_value_is_replaced() -> None:
    old = shipped()
    new = replace(
        old,
        purpose=f"{old.purpose} And nothing else.",
        matrix={**old.matrix, ("I4", "U4"): "P1"},
    )

    text, cell = differences(old, new)

    assert (text.path, text.kind) == ("purpose", Kind.CHANGED)
    assert [one.fate for one in text.words] == [Fate.SAME, Fate.IN]
    assert (cell.path, cell.piece, cell.field) == ("matrix.I4.U4", "matrix", "I4.U4")
    assert (cell.new, cell.words) == ("P1", ())
    assert cell.part is not None
    assert cell.part.code == "priority"


def test_what_was_added_removed_and_moved_says_so_under_its_name() -> None:
    path = shipped().paths["technology"]
    moved = with_path("technology", steps=(*path.steps[1:], path.steps[0]))
    gone = {code: one for code, one in shipped().playbooks.items() if code != "p_tel"}

    kinds = {one.path: one.kind for one in differences(shipped(), moved)}
    assert kinds == {"paths.technology.steps": Kind.MOVED}
    less = replace(shipped(), playbooks=gone)
    found = differences(shipped(), less)
    assert {one.kind for one in found} <= {Kind.REMOVED}
    assert {one.kind for one in differences(less, shipped())} <= {Kind.ADDED}


def test_differences_stand_in_the_order_of_the_document() -> None:
    old = shipped()
    new = replace(
        old,
        playbooks=dict(list(old.playbooks.items())[1:]),
        marks=(0.5, 0.9),
        title="Another",
    )

    numbers = [one.part.number for one in differences(old, new) if one.part]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3
