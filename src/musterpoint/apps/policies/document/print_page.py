"""The document as one HTML file that needs nothing else: no script, no font, no network."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from html import escape
from importlib.resources import files

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


def page(document: Document) -> bytes:
    """Return the document as a whole HTML page in UTF-8."""
    style = (files("musterpoint.apps.policies.document") / "page.css").read_text(encoding="utf-8")
    title = escape(document.cover.title)
    lines = [
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{style}</style></head><body>",
        *_cover(document.cover),
        *_contents(document),
        "<main>",
        *(line for block in document.blocks for line in _block(block)),
        "</main></body></html>\n",
    ]
    return "\n".join(lines).encode()


def _cover(cover: Cover) -> Iterator[str]:
    yield f"<header><h1>{escape(cover.title)}</h1>"
    yield f'<p class="soft">{escape(cover.organisation)}</p>'
    yield f"<p><strong>{escape(cover.version)}</strong> · {escape(cover.standing)}</p>"
    yield from _rows(cover.rows)
    yield "</header>"


def _contents(document: Document) -> Iterator[str]:
    yield '<nav aria-label="Contents"><h2>Contents</h2><ol>'
    for block in document.blocks:
        if isinstance(block, Heading) and block.level == 1:
            yield f'<li><a href="#{_anchor(block)}">{_numbered(block)}</a></li>'
    yield "</ol></nav>"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            level = block.level + 1
            name = f' id="{_anchor(block)}"' if block.number else ""
            yield f"<h{level}{name}>{_numbered(block)}</h{level}>"
        case Text():
            yield f"<p>{escape(block.text)}</p>"
        case Why():
            yield f'<p class="why"><b>Why</b>{escape(block.text)}</p>'
        case Bullets():
            items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
            yield f"<ul>{items}</ul>"
        case Rows():
            yield from _rows(block.rows)
        case Table():
            yield from _table(block)
        case Drawing():
            yield from _drawing(block)


def _rows(rows: tuple[tuple[str, str], ...]) -> Iterator[str]:
    found = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    yield f"<dl>{found}</dl>"


def _table(block: Table) -> Iterator[str]:
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in block.head)
    yield f'<div class="wide"><table>{caption}<thead><tr>{head}</tr></thead><tbody>'
    for row in block.rows:
        yield "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
    yield "</tbody></table></div>"


def _drawing(block: Drawing) -> Iterator[str]:
    """Show the drawing as an image, so that nothing in it can act in the page."""
    data = base64.b64encode(block.svg.encode()).decode()
    yield f'<figure><img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{data}">'
    yield f"<figcaption>{escape(block.caption)}</figcaption></figure>"


def _numbered(block: Heading) -> str:
    number = f'<span class="number">§{escape(block.number)}</span>' if block.number else ""
    return f"{number}{escape(block.text)}"


def _anchor(block: Heading) -> str:
    return f"s{block.number}" if block.number else ""
