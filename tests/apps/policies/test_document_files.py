"""Each kind of file opened again: nothing lost, nothing run, readable for everybody."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.policies.document.blocks import (
    Block,
    Bullets,
    Cover,
    Document,
    Drawing,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.pack import MANIFEST, faults, pack
from musterpoint.apps.policies.document.print_page import page
from musterpoint.apps.policies.document.print_pdf import pdf
from musterpoint.apps.policies.document.print_word import clean, word

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">'
    '<rect width="90" height="30" fill="#0b6e6e"/></svg>'
)
ODD = '#panic("x") *bold* $x$ <script>alert(1)</script> @ref \\ // [a] &amp; £5 “said”'
BODY: tuple[Block, ...] = (
    Heading(level=1, number="1", text="Purpose", clause="purpose"),
    Text(text=ODD),
    Why(text="Because it is so."),
    Bullets(items=("first thing", "second thing")),
    Rows(rows=(("Owner", "Head of operations"),)),
    Heading(level=2, number="1.1", text="Matrix", clause="matrix"),
    Table(head=("Impact", "Urgency"), rows=(("I1", "U1"), ("I2", "U2")), caption="Cells"),
    Drawing(svg=SQUARE, alt="A square that stands for the matrix", caption="The drawing"),
)


def document(*body: Block) -> Document:
    cover = Cover(
        title="Incident strategy",
        organisation="Calder",
        version="Version 3",
        standing="In force from 1 December 2026 00:00 GMT",
        made_at=MADE_AT,
        rows=(("Digest of the text", "abcd"),),
    )
    return Document(cover=cover, blocks=body or BODY)


def pdf_text(made: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_pdf_is_tagged_and_says_its_language_and_title() -> None:
    root: Any = pypdf.PdfReader(io.BytesIO(pdf(document()))).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert "/StructTreeRoot" in root


def test_the_pdf_has_cover_contents_and_every_word_as_it_was_typed() -> None:
    said = pdf_text(pdf(document()))

    assert "Incident strategy Calder Version 3 In force from 1 December 2026" in said
    assert "Contents §1 Purpose" in said
    assert ODD in said
    assert "Why Because it is so." in said
    assert "Impact Urgency I1 U1 I2 U2" in said


def test_the_outline_of_the_pdf_leads_to_every_numbered_heading() -> None:
    outline: Any = pypdf.PdfReader(io.BytesIO(pdf(document()))).outline

    assert [[one.title for one in level] for level in outline if isinstance(level, list)] == [
        ["§1.1 Matrix"]
    ]
    assert [one.title for one in outline if not isinstance(one, list)] == ["§1 Purpose"]


def test_the_same_document_and_instant_give_the_same_pdf() -> None:
    assert pdf(document()) == pdf(document())


def test_the_word_file_uses_the_styles_of_word() -> None:
    made = docx.Document(io.BytesIO(word(document())))

    styles = [(one.style.name, one.text) for one in made.paragraphs if one.style and one.text]
    assert ("Title", "Incident strategy") in styles
    assert ("Heading 1", "§1 Purpose") in styles
    assert ("Heading 2", "§1.1 Matrix") in styles
    assert ("List Bullet", "first thing") in styles
    assert ("Rationale", "Why: Because it is so.") in styles
    assert ("Normal", ODD) in styles


def test_the_word_file_has_a_contents_field_a_repeated_head_and_words_for_its_picture() -> None:
    made = docx.Document(io.BytesIO(word(document())))
    xml = made.element.xml

    assert 'w:instr="TOC \\o &quot;1-2&quot;' in xml
    assert xml.count("<w:tblHeader/>") == 1
    assert 'descr="A square that stands for the matrix"' in xml
    assert made.tables[-1].cell(2, 1).text == "U2"
    assert made.core_properties.title == "Incident strategy"


@pytest.mark.parametrize(
    ("typed", "kept"), [("a\x00b\x0bc", "abc"), ("tab\tline\n", "tab\tline\n")]
)
def test_characters_that_xml_cannot_hold_are_left_out_of_word(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_the_page_runs_nothing_and_leads_to_its_clauses() -> None:
    said = page(document()).decode()

    assert "<script>" not in said
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in said
    assert '<h2 id="s1">' in said
    assert '<a href="#s1">' in said
    assert 'alt="A square that stands for the matrix"' in said
    assert "http://" not in said.replace("http://www.w3.org/2000/svg", "")


@given(text=st.text(max_size=60))
def test_whatever_is_typed_stands_in_the_page_as_text(text: str) -> None:
    said = page(document(Text(text=text))).decode()

    body = said.split("<main>")[1]
    assert "<" not in body.split("<p>")[1].split("</p>")[0]


def test_a_pack_lists_the_hash_of_everything_in_it() -> None:
    made = pack({"a.txt": b"one", "b.txt": b"two"}, about={"version": "3"}, made_at=MADE_AT)

    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        manifest = json.loads(opened.read(MANIFEST))
    assert [one["name"] for one in manifest["files"]] == ["a.txt", "b.txt"]
    assert manifest["files"][0]["sha256"] == (
        "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    )
    assert faults(made) == ()


def test_a_pack_that_was_changed_names_what_is_wrong() -> None:
    made = pack({"a.txt": b"one", "b.txt": b"two"}, about={}, made_at=MADE_AT)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(changed, "w") as new:
        new.writestr(MANIFEST, old.read(MANIFEST))
        new.writestr("a.txt", b"another")
        new.writestr("c.txt", b"slipped in")

    assert faults(changed.getvalue()) == (
        "a.txt is not as it was",
        "b.txt is missing",
        "c.txt is not listed",
    )
