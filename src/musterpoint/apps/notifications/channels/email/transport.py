"""The SMTP conversation. One connection, kept between messages, belongs to one thread."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.message import EmailMessage

from musterpoint.apps.notifications.channels import Refused, Taken, Undelivered, Unfit
from musterpoint.apps.notifications.channels.email import wording
from musterpoint.apps.notifications.channels.email.settings import Server
from musterpoint.apps.notifications.channels.email.statuses import is_about_the_address
from musterpoint.apps.notifications.models import Message

MESSAGES_A_CONNECTION = 100


class Email:
    """Hands messages to one SMTP server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._carried = 0

    def send(self, message: Message) -> Taken:
        """Send one message, or raise Undelivered, or Refused for a recipient that will never do.

        A kept connection that the server closed meanwhile is opened anew once: the server hung up
        before it was given this message, so nothing can be doubled by it.
        """
        mail = wording.compose(message, server=self._server)
        try:
            return self._hand_over(mail, wording.address(message), token=wording.token(message.key))
        except smtplib.SMTPRecipientsRefused as refusal:
            self._reset()
            raise _judged(*next(iter(refusal.recipients.values()))) from refusal
        except smtplib.SMTPSenderRefused as refusal:
            # A refused sender is the installation's fault: the same for all, and can be mended.
            self.close()
            raise Undelivered(_plain(refusal.smtp_code, refusal.smtp_error)) from refusal
        except smtplib.SMTPDataError as refusal:
            self._reset()
            raise _judged(refusal.smtp_code, refusal.smtp_error) from refusal
        except (smtplib.SMTPException, OSError, ssl.SSLError) as trouble:
            self.close()
            raise Undelivered(f"{type(trouble).__name__}: {trouble}") from trouble

    def close(self) -> None:
        """Hang up."""
        smtp, self._smtp, self._carried = self._smtp, None, 0
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()
            smtp.close()

    def _hand_over(self, mail: EmailMessage, to: str, *, token: str) -> Taken:
        smtp = self._ready()
        returns_to = wording.return_address(token, server=self._server)
        reports = _reports(token, to, every=bool(returns_to)) if smtp.has_extn("dsn") else ((), ())
        smtp.send_message(
            mail,
            from_addr=returns_to or mail["From"].addresses[0].addr_spec,
            to_addrs=[to],
            mail_options=reports[0],
            rcpt_options=reports[1],
        )
        self._carried += 1
        says = f"taken by {self._server.host}:{self._server.port}"
        return Taken(says=says, provider_id=str(mail["Message-ID"]))

    def _ready(self) -> smtplib.SMTP:
        """Return a connection that answers, opening one when there is none."""
        if self._smtp is not None and self._carried < MESSAGES_A_CONNECTION:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                if self._smtp.noop()[0] == 250:
                    return self._smtp
        self.close()
        self._smtp = connect(self._server)
        return self._smtp

    def _reset(self) -> None:
        """Forget a refused message, so that the next one begins afresh on the same connection."""
        if self._smtp is None:
            return
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()


def connect(server: Server) -> smtplib.SMTP:
    """Open a connection and sign in; raises smtplib.SMTPException or OSError."""
    if server.implicit_tls:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host,
            server.port,
            local_hostname=server.known_as,
            timeout=server.patience,
            context=ssl.create_default_context(),
        )
    else:
        smtp = smtplib.SMTP(
            server.host, server.port, local_hostname=server.known_as, timeout=server.patience
        )
    try:
        if server.starttls:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _reports(token: str, to: str, *, every: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what asks servers on the way to report (RFC 3461), for the mail and its recipient.

    Success is reported only to an address of ours: a person's mailbox would be flooded with it.
    """
    notify = "NOTIFY=SUCCESS,FAILURE,DELAY" if every else "NOTIFY=FAILURE,DELAY"
    original = (f"ORCPT=rfc822;{_xtext(to)}",) if to.isascii() else ()
    return ("RET=HDRS", f"ENVID={token}"), (notify, *original)


def _xtext(text: str) -> str:
    """Return printable ASCII as RFC 3461 writes it in a parameter."""
    return text.replace("+", "+2B").replace("=", "+3D")


def _judged(code: int, words: bytes | str) -> Undelivered:
    """Return what a refusal means: 5xx is for good, anything else may pass later."""
    says = _plain(code, words)
    if not 500 <= code < 600:
        return Undelivered(says)
    return Refused(says) if is_about_the_address(says) else Unfit(says)


def _plain(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"
