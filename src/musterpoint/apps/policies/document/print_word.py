"""The document for Word, with the real styles of Word: headings, lists, table heads, a contents.

Whoever receives it can go on working: the navigator, the contents and the style gallery hold.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

RATIONALE = "Rationale"
_CELLS_WIDE_CM = 16.5


def word(document: Document) -> bytes:
    """Return the document as a .docx file."""
    import docx  # noqa: PLC0415 - only printing needs it

    made = docx.Document()
    _set_up(made, document.cover)
    _cover(made, document.cover)
    _contents(made)
    for block in document.blocks:
        _put(made, block)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _set_up(made: WordDocument, cover: Cover) -> None:
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415 - only printing needs it
    from docx.shared import Cm, Pt, RGBColor  # noqa: PLC0415 - only printing needs it

    normal: Any = made.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts()
    _language(normal.element, "en-GB")
    why: Any = made.styles.add_style(RATIONALE, WD_STYLE_TYPE.PARAGRAPH)
    why.base_style = normal
    why.font.italic, why.font.color.rgb = True, RGBColor(0x0B, 0x5C, 0x5C)
    why.paragraph_format.left_indent = Cm(0.6)
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    properties = made.core_properties
    properties.title, properties.author = cover.title, cover.organisation
    properties.subject, properties.language = cover.version, "en-GB"
    properties.created = properties.modified = cover.made_at.replace(tzinfo=None)
    section.footer.paragraphs[0].text = f"{cover.organisation} · {cover.version}"


def _language(element: Any, tag: str) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only printing needs it
    from docx.oxml.ns import qn  # noqa: PLC0415 - only printing needs it

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), tag)
    element.get_or_add_rPr().append(language)


def _cover(made: WordDocument, cover: Cover) -> None:
    made.add_paragraph(cover.title, style="Title")
    made.add_paragraph(cover.organisation, style="Subtitle")
    made.add_paragraph(cover.version)
    made.add_paragraph(cover.standing)
    _rows(made, cover.rows)
    _new_page(made)


def _contents(made: WordDocument) -> None:
    """Put a field that Word fills in: its contents, by heading, with page numbers."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only printing needs it
    from docx.oxml.ns import qn  # noqa: PLC0415 - only printing needs it

    made.add_paragraph("Contents", style="TOC Heading" if _has(made, "TOC Heading") else "Subtitle")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), 'TOC \\o "1-2" \\h \\z \\u')
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "Right-click here and choose Update field to fill in the contents."
    run.append(text)
    field.append(run)
    made.add_paragraph()._p.append(field)  # noqa: SLF001 - the library has no fields
    _new_page(made)


def _new_page(made: Any) -> None:
    made.add_page_break()


def _has(made: WordDocument, style: str) -> bool:
    return style in {one.name for one in made.styles}


def _put(made: WordDocument, block: Block) -> None:
    match block:
        case Heading():
            number = f"§{block.number} " if block.number else ""
            made.add_heading(clean(f"{number}{block.text}"), level=block.level)
        case Text():
            made.add_paragraph(clean(block.text))
        case Why():
            made.add_paragraph(style=RATIONALE).add_run("Why: ").bold = True
            made.paragraphs[-1].add_run(clean(block.text))
        case Bullets():
            for item in block.items:
                made.add_paragraph(clean(item), style="List Bullet")
        case Rows():
            _rows(made, block.rows)
        case Table():
            _table(made, block)
        case Drawing():
            _drawing(made, block)


def _rows(made: WordDocument, rows: tuple[tuple[str, str], ...]) -> None:
    _table(made, Table(head=(), rows=rows, widths=(3, 7)))


def _table(made: WordDocument, block: Table) -> None:
    from docx.shared import Cm  # noqa: PLC0415 - only printing needs it

    lines = [block.head, *block.rows] if block.head else list(block.rows)
    if not lines:
        return
    if block.caption:
        made.add_paragraph(clean(block.caption), style="Caption")
    table = made.add_table(rows=0, cols=len(lines[0]), style="Table Grid")
    shares = block.widths or (1,) * len(lines[0])
    widths = [Cm(_CELLS_WIDE_CM * share / sum(shares)) for share in shares]
    for line in lines:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, line, widths, strict=True):
            cell.text, cell.width = clean(text), width
    if block.head:
        _mark_head(table.rows[0])
    made.add_paragraph()


def _mark_head(row: Any) -> None:
    """Say to Word that this row is the head: repeated on every page, and read out as one."""
    from docx.oxml import OxmlElement  # noqa: PLC0415 - only printing needs it

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no such property
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _drawing(made: WordDocument, block: Drawing) -> None:
    """Put the drawing as a picture, and in words: Word for every platform reads no SVG alone."""
    from docx.shared import Cm  # noqa: PLC0415 - only printing needs it

    from musterpoint.apps.policies.document.pictures import png  # noqa: PLC0415 - only printing

    made.add_picture(io.BytesIO(png(block.svg)), width=Cm(_CELLS_WIDE_CM))
    made.inline_shapes[-1]._inline.docPr.set("descr", block.alt)  # noqa: SLF001 - no such property
    if block.caption:
        made.add_paragraph(clean(block.caption), style="Caption")


def clean(text: str) -> str:
    """Return ``text`` without the characters that XML cannot hold."""
    return "".join(one for one in text if one in "\t\n" or ord(one) >= 32)
