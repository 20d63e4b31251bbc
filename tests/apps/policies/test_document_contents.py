"""The document says everything that the strategy says, in its order and under its numbers."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pypdf
import pytest

from musterpoint.apps.policies import shipped, yaml_text
from musterpoint.apps.policies.document.blocks import (
    Document,
    Drawing,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.contents import compose
from musterpoint.apps.policies.document.evidence import (
    Coverage,
    Evidence,
    Heard,
    PastVersion,
    Record,
    Signed,
    Standing,
)
from musterpoint.apps.policies.document.print_pdf import pdf
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.numbering import number_of
from musterpoint.domain.policy.parts import PARTS

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 4
BARE = Evidence(made_at=MADE_AT, version="Version 1", digest=DIGEST)

SAID_AT = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
KNOWN = replace(
    BARE,
    in_force_from=datetime(2026, 12, 1, tzinfo=UTC),
    heard=(
        Heard(
            group="agents",
            who="Nia Rees",
            at=SAID_AT,
            clause="§9.1",
            says="Call the desk sooner.",
            answer="Agreed.",
            changed="paths.technology",
        ),
    ),
    signed=(
        Signed(
            role="head_of_operations",
            who="Ken Osei",
            at=SAID_AT,
            decision="signed",
            digest=DIGEST,
        ),
    ),
    history=(
        PastVersion(
            number=1,
            title="First",
            published_at=SAID_AT,
            in_force_from=SAID_AT,
            by="Ken Osei",
            note="",
            digest=DIGEST,
        ),
    ),
    changes=(("paths.technology", "after 15 min", "after 10 min"),),
    records=(Record(kind="drill", what="Fire drill", on=date(2026, 10, 1), outcome="5 min"),),
    coverage=(
        Coverage(
            framework="ISO 22301:2019",
            clauses=(
                Standing(
                    clause="8.5", title="Exercise programme", artefacts=("§16",), status="met"
                ),
            ),
        ),
    ),
    acknowledged=7,
    to_acknowledge=9,
)


@pytest.fixture(scope="module")
def strategy() -> Strategy:
    found = yaml_text.examine(shipped.text()).strategy
    assert found is not None
    return found


def words(document: Document) -> str:
    """Return every word that the blocks hold, in order."""
    said: list[str] = []
    for block in document.blocks:
        match block:
            case Heading() | Text() | Why():
                said.append(block.text)
            case Rows():
                said += [cell for row in block.rows for cell in row]
            case Table():
                said += [cell for row in (block.head, *block.rows) for cell in row]
            case Drawing():
                said.append(block.alt)
            case _:
                said += block.items
    return "\n".join(said)


def test_every_part_has_its_chapter_in_order(strategy: Strategy) -> None:
    chapters = [
        (block.number, block.text)
        for block in compose(strategy, BARE).blocks
        if isinstance(block, Heading) and block.level == 1
    ]

    expected = [(str(part.number), part.title) for part in PARTS]
    assert chapters == [*expected, ("", "Version history")]


@pytest.mark.parametrize(
    "key", ["goals", "services", "risks", "paths", "categories", "playbooks", "exercises"]
)
def test_every_entry_has_a_heading_with_the_number_of_its_clause(
    strategy: Strategy, key: str
) -> None:
    headings = {
        block.clause: (block.number, block.text)
        for block in compose(strategy, BARE).blocks
        if isinstance(block, Heading)
    }

    for code, one in getattr(strategy, key).items():
        name = f"{key}.{code}"
        assert headings[name] == (number_of(strategy, name), one.name)


def test_every_reason_given_stands_in_the_document(strategy: Strategy) -> None:
    said = words(compose(strategy, BARE))

    for key in ("goals", "measures", "services", "risks", "paths", "categories", "contracts"):
        for one in getattr(strategy, key).values():
            assert one.rationale in said
    assert [key for key, reason in strategy.rationale.items() if reason not in said] == []


def test_a_strategy_that_says_little_says_so_in_its_chapters(strategy: Strategy) -> None:
    bare = replace(strategy, goals={}, measures={}, services={}, risk_scale=None, risks={})

    blocks = compose(bare, BARE).blocks
    silent = [
        before.text
        for before, block in pairwise(blocks)
        if isinstance(before, Heading) and block == Text(text="This part says nothing yet.")
    ]
    assert silent == ["Goals and measures", "Services and business impact", "Risks"]


def test_what_is_known_of_its_making_is_in_it(strategy: Strategy) -> None:
    said = words(compose(strategy, KNOWN))

    for expected in (
        "Call the desk sooner.",
        "Ken Osei",
        "after 10 min",
        "Fire drill",
        "Exercise programme",
        "7 of 9 people asked have read it.",
        "3 November 2026 10:00 GMT",
        DIGEST[:16],
    ):
        assert expected in said


def test_missing_evidence_is_said_to_be_missing(strategy: Strategy) -> None:
    said = words(compose(strategy, BARE))

    assert "No consultation is recorded for this version." in said
    assert "Nobody has signed this version." in said
    assert "No framework was compared with this version." in said


def test_the_shipped_strategy_prints_whole(strategy: Strategy) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf(compose(strategy, BARE)))).pages
    said = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert len(pages) > 40
    for part in PARTS:
        assert f"§{part.number} {part.title}" in said
    for one in strategy.categories.values():
        assert " ".join(one.name.split()) in said
