"""Reads the mailbox to which mail servers report, once a minute, where one is set.

Several workers may read it: a report that is taken in twice counts once.
"""

from __future__ import annotations

import logging
import threading

from django.db import InterfaceError, OperationalError, connection

from musterpoint.apps.notifications.channels import Undelivered
from musterpoint.apps.notifications.channels.email.bounces import NotAReport
from musterpoint.apps.notifications.channels.email.mailbox import Mailbox, Reader
from musterpoint.interfaces import clock
from musterpoint.usecases.receive_bounce import receive_bounce

LOOK_SECONDS = 60.0

logger = logging.getLogger(__name__)


def read_reports(mailbox: Mailbox, ending: threading.Event) -> None:
    """Read until the end. A mailbox that cannot be read is tried again a minute later."""
    while not ending.is_set():
        try:
            read_once(mailbox)
        except Undelivered as trouble:
            logger.warning("The mailbox of reports could not be read: %s", trouble)
        except Exception:
            logger.exception("Reports could not be taken in; they are read again")
        connection.close()  # an idle minute needs none
        ending.wait(LOOK_SECONDS)


def read_once(mailbox: Mailbox) -> int:
    """Take in every unread report; return how many. Other mail is marked as read and stays."""
    taken = 0
    with Reader(mailbox) as reader:
        for number, raw in reader.unread():
            try:
                receive_bounce(raw, at=clock.now())
            except NotAReport as refusal:
                logger.info("A mail among the reports was left alone: %s", refusal)
                reader.keep(number)
            except (OperationalError, InterfaceError):
                raise  # the database is away: everything waits for it
            except Exception:
                logger.exception("A report could not be taken in; it is read again")
            else:
                reader.drop(number)
                taken += 1
    return taken
