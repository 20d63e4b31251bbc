"""A mail as words: who, to whom, when, what, and what hangs on it. Broken ones as far as they go.

Never a page: of HTML only the words are kept, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser

LARGEST = 20 * 1024 * 1024
MOST_PARTS = 300
LONGEST_TEXT = 100_000
LONGEST_HEADER = 1_000
_HEADER = re.compile(rb"(?:From |[!-9;-~]+[ \t]*:)")
_SHOWN = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID")
_ODD = (MessageError, ValueError, LookupError, TypeError, AttributeError)
"""What the standard parser raises on headers that nobody should have sent."""


class NotMail(Exception):
    """These bytes are no mail. The words say why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a mail that holds something, at its depth of nesting."""

    kind: str
    name: str
    size: int
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MailText:
    """What a mail says. ``faults`` are what its sender did wrong."""

    headers: tuple[tuple[str, str], ...]
    sent_at: datetime | None
    text: str
    parts: tuple[Part, ...]
    faults: tuple[str, ...] = field(default=())

    def header(self, name: str) -> str:
        """Return the first header of this name, or nothing."""
        return next((says for called, says in self.headers if called == name), "")


def read(raw: bytes) -> MailText:
    """Return what a mail says, or raise NotMail."""
    if len(raw) > LARGEST:
        raise NotMail("This mail is too large to be read.")
    if not _HEADER.match(raw.lstrip(b"\r\n")):
        raise NotMail("This is no mail: it does not begin with a header.")
    try:
        message = message_from_bytes(raw)
        walked = list(_walked(message))
    except RecursionError:
        raise NotMail("This mail is nested too deeply.") from None
    headers = tuple((name, says) for name in _SHOWN if (says := _header(message, name)))
    parts, texts, pages = [], [], []
    for part, depth in walked:
        body = _body(part)
        parts.append(Part(kind=_kind(part), name=_name(part), size=len(body), depth=depth))
        if _kind(part) == "text/plain" and not _name(part):
            texts.append(_words(part, body))
        elif _kind(part) == "text/html" and not _name(part):
            pages.append(_without_tags(_words(part, body)))
    return MailText(
        headers=headers,
        sent_at=_moment(message),
        text="\n\n".join(texts or pages)[:LONGEST_TEXT],
        parts=tuple(parts),
        faults=tuple(
            dict.fromkeys(type(one).__name__ for part, _ in _all(message) for one in part.defects)
        ),
    )


def _walked(message: Message) -> Iterator[tuple[Message, int]]:
    """Yield the parts that hold something, the first MOST_PARTS of them."""
    count = 0
    for part, depth in _all(message):
        if isinstance(part.get_payload(), list):
            continue
        count += 1
        if count > MOST_PARTS:
            return
        yield part, depth


def _all(message: Message, depth: int = 0) -> Iterator[tuple[Message, int]]:
    waiting = [(message, depth)]
    while waiting:
        part, level = waiting.pop()
        yield part, level
        inside = part.get_payload()
        if isinstance(inside, list):
            waiting += [(one, level + 1) for one in reversed(inside) if isinstance(one, Message)]


def _header(message: Message, name: str) -> str:
    try:
        said = str(message.get(name, ""))
        decoded = "".join(
            one if isinstance(one, str) else _decoded(one, charset or "ascii")
            for one, charset in decode_header(said)
        )
    except _ODD:
        decoded = repr(message.get(name))
    clean = "".join(one if one.isprintable() else " " for one in decoded)
    return " ".join(clean.split())[:LONGEST_HEADER]


def _kind(part: Message) -> str:
    try:
        return part.get_content_type()
    except _ODD:
        return "application/octet-stream"


def _name(part: Message) -> str:
    try:
        name = part.get_filename("") or ""
    except _ODD:
        return "?"
    return " ".join("".join(one if one.isprintable() else " " for one in name).split())[:150]


def _body(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except _ODD:
        payload = str(part.get_payload()).encode("utf-8", "replace")
    return payload if isinstance(payload, bytes) else b""


def _words(part: Message, body: bytes) -> str:
    try:
        charset = part.get_content_charset() or "utf-8"
    except _ODD:
        charset = "utf-8"
    text = _decoded(body[: LONGEST_TEXT * 4], charset)
    kept = "".join(one if one.isprintable() or one in "\n\t" else " " for one in text)
    return kept.replace("\r", "").strip()


def _decoded(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return raw.decode("utf-8", "replace")


def _moment(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(message.get("Date", "")))
    except (*_ODD, OverflowError, IndexError):
        return None
    return found if found.tzinfo else None


class _Words(HTMLParser):
    """The words of a page, without those that are scripts or styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # the parser names it
        if tag in {"script", "style", "head"}:
            self._silent += 1
        elif tag in {"p", "br", "div", "tr", "li", "h1", "h2", "h3"}:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "head"}:
            self._silent = max(0, self._silent - 1)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def _without_tags(page: str) -> str:
    words = _Words()
    words.feed(page)
    words.close()
    lines = (" ".join(line.split()) for line in "".join(words.said).splitlines())
    return "\n".join(line for line in lines if line)
