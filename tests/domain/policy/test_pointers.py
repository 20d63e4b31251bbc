from __future__ import annotations

from dataclasses import fields

import pytest

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.parsing import build
from musterpoint.domain.policy.pieces import cut
from musterpoint.domain.policy.pointers import (
    KEYS_POINT,
    POINTS,
    keys_point_to,
    names_clauses,
    points_to,
    renamed,
)
from musterpoint.domain.policy.references import plans, rules
from musterpoint.domain.policy.tree import Plain, grown
from tests.domain.strategies import shipped
from tests.domain.whole_document import whole_tree

OUTSIDE = {"account role", "channel", "group of categories"}
"""Kinds of names that are not the code of an entry."""


def test_whatever_the_checks_look_up_is_pointed_to() -> None:
    whole, _found = build(grown(whole_tree()))
    assert whole is not None
    looked_up = [*rules.named(whole), *plans.named(whole)]

    missed = {
        path
        for path, _code, kind, _known in looked_up
        if kind not in OUTSIDE
        and not points_to(path)
        and not keys_point_to(path.rpartition(".")[0])
        and not path.endswith((".tell", ".fallback"))
        and not (kind == "clause" and names_clauses(tuple(path.split(".", 2))))
    }

    assert missed == set()


def test_every_pointer_leads_to_a_part_of_the_document() -> None:
    keys = {field.name for field in fields(Strategy)}

    assert {*POINTS.values(), *KEYS_POINT.values()} <= keys
    assert {name.partition(".")[0] for name in (*POINTS, *KEYS_POINT)} <= keys


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("categories.tel_total.path", "paths"),
        ("paths.technology.steps.first.hours", "calendars"),
        ("matrix.I1.U1", "priorities"),
        ("high_priorities", "priorities"),
        ("categories.tel_total.name", ""),
        ("paths.technology", ""),
    ],
)
def test_a_field_knows_what_it_names(path: str, key: str) -> None:
    assert points_to(path) == key


def test_a_renamed_role_is_renamed_wherever_it_is_named() -> None:
    path: Plain = {
        "owner": "manager",
        "steps": {"manager": {"tell": ["role manager", "rota manager"], "says": "manager"}},
        "fallback": "role manager",
    }

    assert renamed("paths.technology", path, key="roles", old="manager", new="chief") == {
        "owner": "chief",
        "steps": {"manager": {"tell": ["role chief", "rota manager"], "says": "manager"}},
        "fallback": "role chief",
    }


def test_a_renamed_level_is_renamed_where_it_is_a_key() -> None:
    matrix: Plain = {"I1": {"U1": "P1"}, "I2": {"U1": "P2"}}

    assert renamed("matrix", matrix, key="impact", old="I2", new="I9") == {
        "I1": {"U1": "P1"},
        "I9": {"U1": "P2"},
    }
    assert renamed("matrix", matrix, key="urgency", old="U1", new="U9") == {
        "I1": {"U9": "P1"},
        "I2": {"U9": "P2"},
    }


def test_a_renamed_clause_is_renamed_where_clauses_are_named() -> None:
    goal: Plain = {"served_by": ["paths.a", "paths.a.steps.x", "paths.ab", "paths"]}

    assert renamed("goals.g", goal, key="paths", old="a", new="z") == {
        "served_by": ["paths.z", "paths.z.steps.x", "paths.ab", "paths"]
    }


def test_other_names_stay() -> None:
    for piece in cut(dump(shipped())):
        assert renamed(piece.path, piece.value, key="roles", old="nobody", new="x") == piece.value
