"""What a mail server reports of a mail that was on its way (RFC 3464), read from the raw mail.

Anybody can write to the address that reports go to. So whatever is no report is refused by name,
a report counts only for a mail that it can name, and nothing is ever answered.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message as Mail
from enum import StrEnum

from musterpoint.apps.notifications.channels.email.statuses import is_about_the_address
from musterpoint.apps.notifications.channels.email.wording import TOKEN_LENGTH, named

LONGEST_READ = 1024 * 1024
"""Reports come first in a mail; what follows is the mail that they are about."""

LONGEST_WORDS = 250
ENVELOPE_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To")

_TOKEN = re.compile(rf"\+([0-9a-f]{{{TOKEN_LENGTH}}})@")
_ENVELOPE_ID = re.compile(rf"[0-9a-f]{{{TOKEN_LENGTH}}}")
_MESSAGE_ID = re.compile(rf"<[0-9a-f]{{{TOKEN_LENGTH}}}@[^<>\s]{{1,200}}>")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


class NotAReport(ValueError):
    """This mail says nothing of a delivery of ours; the words say what it is."""


class Fate(StrEnum):
    """What became of a mail, from the worst to the best."""

    FAILED = "failed"
    DELAYED = "delayed"
    EXPANDED = "expanded"
    RELAYED = "relayed"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of one mail. ``message_ids`` may name it, the surest first."""

    fate: Fate
    status: str
    says: str
    message_ids: tuple[str, ...]

    @property
    def is_lasting(self) -> bool:
        """Whether the address itself will never do, not only this mail to it."""
        return self.fate is Fate.FAILED and is_about_the_address(self.says, status=self.status)


def read(raw: bytes, *, known_as: str) -> Report:
    """Return the report in a raw mail, or raise NotAReport.

    An address may stand for several mailboxes: what became of the mail is the best of theirs.
    """
    try:
        mail = email.message_from_bytes(raw[:LONGEST_READ])
        fields, groups, returned = _parts(mail)
        fates = [found for group in groups if (found := _fate(group)) is not None]
        if not fates:
            raise NotAReport("It names no recipient and no action.")
        fate, status, says = max(fates, key=lambda one: list(Fate).index(one[0]))
        ids = tuple(dict.fromkeys(_names(mail, fields, returned, known_as=known_as)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as problem:
        if isinstance(problem, NotAReport):
            raise
        raise NotAReport(f"It cannot be read as a mail ({type(problem).__name__}).") from problem
    if not ids:
        raise NotAReport("It names no mail of ours.")
    return Report(fate=fate, status=status, says=says, message_ids=ids)


def _parts(mail: Mail) -> tuple[Mail, list[Mail], Mail | None]:
    """Return the fields of the report, those of each recipient, and the mail that came back.

    Only the outermost report counts: one inside a mail that came back was written by somebody else.
    """
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        raise NotAReport(_what_else(mail))
    parts = [part for part in mail.get_payload() if isinstance(part, Mail)]
    status = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    if not status:
        raise NotAReport("It is a report, but not of a delivery.")
    inner = status[0].get_payload()
    groups = [one for one in inner if isinstance(one, Mail) and one.keys()] if inner else []
    if not groups:
        raise NotAReport("It is a report of a delivery without a word in it.")
    return groups[0], groups[1:], _returned(parts)


def _what_else(mail: Mail) -> str:
    automatic = _header(mail, "Auto-Submitted").lower()
    if automatic.startswith("auto-replied") or mail.get("X-Autoreply") is not None:
        return "It is an automatic reply."
    return "It is no report of a mail server."


def _returned(parts: list[Mail]) -> Mail | None:
    """Return the headers of the mail that came back, whole or in part."""
    for part in parts:
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            return inner if isinstance(inner, Mail) else None
        if part.get_content_type() == "text/rfc822-headers":
            text = part.get_payload(decode=True)
            return email.message_from_bytes(text) if isinstance(text, bytes) else None
    return None


def _fate(group: Mail) -> tuple[Fate, str, str] | None:
    action = _header(group, "Action").lower()
    if action not in set(Fate):
        return None
    fate = Fate(action)
    found = _STATUS.search(_header(group, "Status"))
    usual = {Fate.FAILED: "5.0.0", Fate.DELAYED: "4.0.0"}.get(fate, "2.0.0")
    status = found.group() if found else usual
    detail = _header(group, "Diagnostic-Code").partition(";")[2].strip()
    words = detail if status in detail else f"{detail} ({status})" if detail else status
    return fate, status, words[:LONGEST_WORDS]


def _names(mail: Mail, fields: Mail, returned: Mail | None, *, known_as: str) -> Iterator[str]:
    """Yield the Message-IDs of the mail it may be about: by envelope, then by its headers."""
    for name in ENVELOPE_HEADERS:
        for value in mail.get_all(name, []):
            for token in _TOKEN.findall(str(value).lower()):
                yield named(token, known_as=known_as)
    for token in _ENVELOPE_ID.findall(_header(fields, "Original-Envelope-Id").lower()):
        yield named(token, known_as=known_as)
    if returned is not None:
        yield from _MESSAGE_ID.findall(_header(returned, "Message-ID"))


def _header(mail: Mail, name: str) -> str:
    """Return a header as one line of printable text."""
    text = str(mail.get(name, ""))
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
