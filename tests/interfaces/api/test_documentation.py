"""The page about the API names every route, and every body has an example that is taken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from musterpoint.interfaces.api import door

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "api.md"
ROW = re.compile(r"^\| `([A-Z]+) (/\S*)` \| `(\w+)` \|", re.MULTILINE)


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method.upper(), address.removeprefix("/api/v1"), operation)
        for address, methods in door.document()["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_page_names_every_route() -> None:
    named = set(ROW.findall(PAGE.read_text()))

    assert named == {(method, at, each["operationId"]) for method, at, each in operations()}


def test_every_route_has_a_summary_words_and_a_tag() -> None:
    for _, at, each in operations():
        assert each["summary"], at
        assert each["description"], at
        assert each["tags"], at


def test_every_body_has_an_example_of_its_own_shape() -> None:
    from musterpoint.interfaces.api.shapes import (
        drafts,
        facts,
        handing,
        life,
        other,
        promises,
        reaching,
        replays,
        rotas,
        status_pages,
        work,
    )

    bodies = [
        shape
        for module in (
            drafts,
            facts,
            handing,
            life,
            other,
            promises,
            reaching,
            replays,
            rotas,
            status_pages,
            work,
        )
        for name, shape in vars(module).items()
        if name.endswith("Body") and name != "Body"
    ]

    for body in bodies:
        examples = body.model_config["json_schema_extra"]["examples"]
        for example in examples:
            body.model_validate(example)
    assert len(bodies) > 20


@pytest.mark.parametrize("status", ["401", "403"])
def test_every_route_but_events_says_when_it_refuses_a_caller(status: str) -> None:
    for _, at, each in operations():
        if at != "/v2/enqueue":
            assert int(status) in each["responses"], at
