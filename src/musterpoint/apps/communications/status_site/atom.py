"""A page's notices as an Atom feed (RFC 4287): an entry a notice, its words newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from musterpoint.apps.communications.status_site.reading import RECENT, NoticeRead, PageRead
from musterpoint.apps.communications.status_site.statuspage_json import body_of
from musterpoint.domain.status_pages import instant

NAMESPACE = "http://www.w3.org/2005/Atom"


def feed(page: PageRead, *, url: str, zone: str) -> bytes:
    """Return the feed of a page whose own address is ``url``."""
    root = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "en-GB"})
    _text(root, "id", url)
    _text(root, "title", page.name)
    _text(root, "updated", _instant(page.changed_at))
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": url})
    SubElement(
        root,
        "link",
        {"rel": "self", "type": "application/atom+xml", "href": f"{url}history.atom"},
    )
    author = SubElement(root, "author")
    _text(author, "name", page.name)
    for one in page.notices[:RECENT]:
        _entry(root, one, url=url, zone=zone)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(root: Element, one: NoticeRead, *, url: str, zone: str) -> None:
    where = f"{url}incidents/{one.code}/"
    entry = SubElement(root, "entry")
    _text(entry, "id", where)
    _text(entry, "title", one.title)
    _text(entry, "published", _instant(one.began_at))
    _text(entry, "updated", _instant(one.changed_at))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": where})
    lines = []
    if one.planned_from and one.planned_until:
        begins, ends = (instant(at, zone=zone) for at in (one.planned_from, one.planned_until))
        lines.append(f"Planned from {begins} until {ends}.")
    lines += [
        f"{instant(e.at, zone=zone)} · {e.state.value.replace('_', ' ')}: {body_of(e)}"
        for e in one.entries
    ]
    SubElement(entry, "content", {"type": "text"}).text = _clean("\n\n".join(lines))


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _clean(text: str) -> str:
    """Return the text without the characters that XML 1.0 has no way to write."""
    return "".join(
        c
        for c in text
        if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"
    )


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
