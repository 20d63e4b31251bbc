"""An outbox message as an e-mail: plain text, one recipient, the same Message-ID at every try."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.utils.crypto import salted_hmac

from musterpoint.apps.notifications.channels import Refused
from musterpoint.apps.notifications.channels.email.settings import Server
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.models.message import STATUS
from musterpoint.apps.notifications.wording import address_of

TOKEN_LENGTH = 40
LONGEST_LOCAL_PART = 64  # RFC 5321, 4.5.3.1.1

UNFOLDED = SMTP.clone(max_line_length=900)
"""An address in a header must stay in one piece; RFC 5322 allows 998 characters a line."""

_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]+")
_UNPRINTABLE_IN_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def compose(message: Message, *, server: Server) -> EmailMessage:
    """Return the e-mail, or raise Refused when there is no usable address.

    Headers are built by parts and control characters are taken out first, so that no text that
    somebody typed can begin a header of its own.
    """
    mail = EmailMessage(policy=UNFOLDED if message.purpose == STATUS else SMTP)
    try:
        mail["From"] = _mailbox(*parseaddr(server.sender))
        mail["To"] = _mailbox(message.recipient.name if message.recipient else "", address(message))
        mail["Subject"] = _UNPRINTABLE.sub(" ", message.subject)
        mail["Date"] = format_datetime(message.created_at)
        mail["Message-ID"] = message_id(message.key, server=server)
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        if message.purpose == STATUS and message.link:
            _offer_to_leave(mail, address_of(message.link))
        if message.urgency == 0:
            mail["Importance"] = "high"
        mail.set_content(_UNPRINTABLE_IN_TEXT.sub(" ", message.body))
    except (ValueError, IndexError, MessageError) as problem:
        raise Refused(f"This cannot be written as an e-mail: {problem}") from problem
    return mail


def _offer_to_leave(mail: EmailMessage, link: str) -> None:
    """Let a mail program end the subscription with one press (RFC 2369, RFC 8058)."""
    mail["List-Unsubscribe"] = f"<{link}>"
    mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def address(message: Message) -> str:
    """Return where the message goes, or raise Refused."""
    found = message.address or (message.recipient.email if message.recipient else "")
    if not is_address(found):
        raise Refused(f"'{found}' is not an e-mail address.")
    return found


def is_address(text: str) -> bool:
    """Return whether mail can be addressed to ``text``."""
    return _ADDRESS.fullmatch(text) is not None


def message_id(key: str, *, server: Server) -> str:
    """Return the Message-ID made of the key: a second sending is the same message to a mailbox."""
    return named(token(key), known_as=server.known_as)


def token(key: str) -> str:
    """Return the name of a message in its envelope: a signature, which nobody else can make up.

    Only whoever was sent the message knows it, so only they can report what became of it.
    """
    return salted_hmac("musterpoint.email", key, algorithm="sha256").hexdigest()[:TOKEN_LENGTH]


def named(token: str, *, known_as: str) -> str:
    """Return the Message-ID of the message with this token."""
    return f"<{token}@{known_as}>"


def return_address(token: str, *, server: Server) -> str:
    """Return the envelope's sender: where reports go, naming the message; "" when nowhere."""
    local, at, domain = server.returns_to.rpartition("@")
    if not at or len(local) + 1 + len(token) > LONGEST_LOCAL_PART:
        return server.returns_to
    return f"{local}+{token}@{domain}"


def _mailbox(name: str, where: str) -> Address:
    return Address(display_name=_UNPRINTABLE.sub(" ", name), addr_spec=where)
