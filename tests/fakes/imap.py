"""An IMAP server on loopback with one mailbox, in as much of RFC 3501 as a reader needs."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

LITERAL = re.compile(r"BODY\.PEEK\[\]<0\.(\d+)>")


@dataclass
class Box:
    """The mails by number with their flags, and whether the server lets anybody in."""

    mails: dict[int, bytes] = field(default_factory=dict)
    flags: dict[int, set[str]] = field(default_factory=dict)
    password: str = "secret"
    port: int = 0

    def put(self, *mails: bytes) -> None:
        for mail in mails:
            number = max(self.mails, default=0) + 1
            self.mails[number], self.flags[number] = mail, set()


class _Talk(socketserver.StreamRequestHandler):
    box: Box

    def handle(self) -> None:
        self._say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, words = line.partition(" ")
            name, _, rest = words.partition(" ")
            if name == "UID":
                name, _, rest = rest.partition(" ")
            answer = getattr(self, f"do_{name.lower()}", lambda _rest: "BAD what?")(rest)
            self._say(f"{tag} {answer}")
            if name == "LOGOUT":
                return

    def do_capability(self, _rest: str) -> str:
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def do_login(self, rest: str) -> str:
        user, password = rest.replace('"', "").split(" ")
        return "OK in" if (user, password) == ("bounce", self.box.password) else "NO not you"

    def do_select(self, rest: str) -> str:
        self._say(f"* {len(self.box.mails)} EXISTS")
        return "OK [READ-WRITE] open" if rest == '"INBOX"' else "NO such folder"

    def do_search(self, _rest: str) -> str:
        unread = [str(n) for n in sorted(self.box.mails) if "\\Seen" not in self.box.flags[n]]
        self._say(f"* SEARCH {' '.join(unread)}")
        return "OK done"

    def do_fetch(self, rest: str) -> str:
        number, _, what = rest.partition(" ")
        found = LITERAL.search(what)
        assert found
        mail = self.box.mails[int(number)][: int(found.group(1))]
        self._say(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(mail)}}}")
        self.wfile.write(mail)
        self._say(")")
        return "OK done"

    def do_store(self, rest: str) -> str:
        number, _, what = rest.partition(" ")
        self.box.flags[int(number)] |= set(re.findall(r"\\\w+", what))
        return "OK done"

    def do_expunge(self, _rest: str) -> str:
        for number in [n for n, flags in self.box.flags.items() if "\\Deleted" in flags]:
            del self.box.mails[number], self.box.flags[number]
        return "OK done"

    def do_logout(self, _rest: str) -> str:
        self._say("* BYE")
        return "OK out"

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@contextmanager
def imap_server() -> Iterator[Box]:
    """Run the server until the block ends."""
    box = Box()
    talk = type("Talk", (_Talk,), {"box": box})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield box
        server.shutdown()
