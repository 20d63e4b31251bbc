"""The mailbox to which reports of mail servers come, read by IMAP (RFC 3501)."""

from __future__ import annotations

import contextlib
import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from musterpoint.apps.notifications.channels import Undelivered
from musterpoint.apps.notifications.channels.email.bounces import LONGEST_READ

MOST_AT_ONCE = 500
PATIENCE_SECONDS = 30
EXAMPLE = "imaps://user:password@mail.example.org/INBOX"


class BadMailbox(ValueError):
    """MUSTERPOINT_BOUNCE_MAILBOX names no mailbox."""

    def __init__(self) -> None:
        super().__init__(f"MUSTERPOINT_BOUNCE_MAILBOX must look like {EXAMPLE}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where reports come to. ``tls`` is ``implicit``, ``starttls`` or ``none``."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: str


def named(url: str) -> Mailbox:
    """Return the mailbox that a URL names, or raise BadMailbox."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise BadMailbox from None
    implicit = parts.scheme == "imaps"
    tls = dict(parse_qsl(parts.query)).get("tls", "implicit" if implicit else "none")
    if parts.scheme not in {"imap", "imaps"} or not (parts.hostname and parts.username):
        raise BadMailbox
    if tls not in {"implicit", "starttls", "none"}:
        raise BadMailbox
    return Mailbox(
        host=parts.hostname,
        port=port or (993 if tls == "implicit" else 143),
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
    )


class Reader:
    """An open mailbox: what is unread in it, and what becomes of it. Any trouble is Undelivered."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def __enter__(self) -> Self:
        with _as_undelivered():
            self._imap = _connect(self._mailbox)
            try:
                self._imap.login(self._mailbox.user, self._mailbox.password)
                _must(self._imap.select(f'"{self._mailbox.folder}"'))
            except BaseException:
                _hang_up(self._imap)
                raise
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _problem: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(imaplib.IMAP4.error, OSError):
            self._imap.expunge()
            self._imap.logout()
            return
        _hang_up(self._imap)

    def unread(self) -> Iterator[tuple[str, bytes]]:
        """Yield each unread mail with its number, the oldest first; reading marks nothing."""
        with _as_undelivered():
            found = _must(self._imap.uid("SEARCH", "UNSEEN"))
        for number in (found[0] or b"").decode().split()[:MOST_AT_ONCE]:
            with _as_undelivered():
                said = _must(self._imap.uid("FETCH", number, f"(BODY.PEEK[]<0.{LONGEST_READ}>)"))
            yield number, next((part[1] for part in said if isinstance(part, tuple)), b"")

    def keep(self, number: str) -> None:
        """Mark a mail as read and leave it for people."""
        self._flag(number, r"(\Seen)")

    def drop(self, number: str) -> None:
        """Delete a mail whose report was taken in."""
        self._flag(number, r"(\Seen \Deleted)")

    def _flag(self, number: str, flags: str) -> None:
        with _as_undelivered():
            _must(self._imap.uid("STORE", number, "+FLAGS.SILENT", flags))


def _connect(mailbox: Mailbox) -> imaplib.IMAP4:
    trusted = ssl.create_default_context()
    if mailbox.tls == "implicit":
        return imaplib.IMAP4_SSL(
            mailbox.host, mailbox.port, ssl_context=trusted, timeout=PATIENCE_SECONDS
        )
    imap = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=PATIENCE_SECONDS)
    if mailbox.tls == "starttls":
        imap.starttls(trusted)
    return imap


def _hang_up(imap: imaplib.IMAP4) -> None:
    with contextlib.suppress(OSError):
        imap.shutdown()


def _must(answer: tuple[str, list[Any]]) -> list[Any]:
    """Return what the server said, or raise when it said no."""
    kind, said = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(f"{kind} {said!r}"[:200])
    return said


@contextlib.contextmanager
def _as_undelivered() -> Iterator[None]:
    try:
        yield
    except imaplib.IMAP4.error as refusal:
        said = refusal.args[0] if refusal.args else ""
        words = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
        raise Undelivered(f"the mailbox says: {words}") from refusal
    except OSError as trouble:
        raise Undelivered(f"{type(trouble).__name__}: {trouble}") from trouble
