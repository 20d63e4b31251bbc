"""The worker process: its threads, its name, and how it ends in good order."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from django.conf import settings
from django.db import connection

from musterpoint.apps.notifications.channels import Undelivered
from musterpoint.apps.notifications.channels.email import mailbox
from musterpoint.apps.notifications.channels.email.mailbox import BadMailbox
from musterpoint.apps.notifications.channels.heartbeat import ping
from musterpoint.apps.notifications.channels.registry import open_channels
from musterpoint.interfaces.worker import shared_time
from musterpoint.interfaces.worker.calendars import read_calendars
from musterpoint.interfaces.worker.job_lane import JobLane
from musterpoint.interfaces.worker.outbox import Outbox
from musterpoint.interfaces.worker.reports import read_reports
from musterpoint.interfaces.worker.timer_loop import TimerLoop
from musterpoint.interfaces.worker.waking import Waking, listen
from musterpoint.usecases.watch_ourselves import all_is_well

HEARTBEAT_SECONDS = 60.0
JOIN_SECONDS = 20.0
REFUSED = 2

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Run one worker process. Run as many as there are machines; they share the work."""
    parser = argparse.ArgumentParser(
        prog="musterpoint worker", description="Fire timers and send messages until SIGTERM."
    )
    parser.add_argument(
        "--senders", type=int, default=8, help="how many messages may be on their way at once"
    )
    senders = max(1, parser.parse_args(arguments).senders)
    try:
        run(senders=senders)
    except BadMailbox as refusal:
        print(f"musterpoint worker: {refusal}", file=sys.stderr)
        return REFUSED
    return 0


def run(*, senders: int) -> None:
    """Run until SIGTERM or SIGINT; the batch and the messages under way are finished first."""
    box = mailbox.named(settings.BOUNCE_MAILBOX) if settings.BOUNCE_MAILBOX else None
    ending = threading.Event()
    alarms = (Waking(), Waking())

    def end(_number: int, _frame: FrameType | None) -> None:
        ending.set()
        for alarm in alarms:
            alarm.ring()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(3)}"
    rush = threading.Event()
    outbox = Outbox(
        worker=worker,
        alarm=alarms[1],
        ending=ending,
        channels=open_channels,
        senders=senders,
        rush=rush,
    )
    threads = [
        threading.Thread(target=outbox.run, name="outbox"),
        threading.Thread(target=listen, args=[alarms], kwargs={"ending": ending}, name="listener"),
        threading.Thread(target=JobLane(worker=worker, ending=ending).run, name="jobs"),
    ]
    # A slow answer of somebody else's server must not keep the worker from ending.
    reader = threading.Thread(target=read_calendars, args=[ending], name="calendars", daemon=True)
    reader.start()
    if settings.BOUNCE_MAILBOX:
        box = mailbox.named(settings.BOUNCE_MAILBOX)
        threading.Thread(
            target=read_reports, args=[box, ending], name="reports", daemon=True
        ).start()
    if settings.HEARTBEAT_URL:
        threads.append(threading.Thread(target=beat_outside, args=[ending], name="heartbeat"))
    for thread in threads:
        thread.start()
    logger.info("Worker %s is at work", worker)
    TimerLoop(
        worker=worker, alarm=alarms[0], ending=ending, channels=outbox.channels, rush=rush
    ).run()
    for thread in threads:
        thread.join(JOIN_SECONDS)
    logger.info("Worker %s has ended", worker)


def beat_outside(ending: threading.Event) -> None:
    """Call the heartbeat address once a minute, only while the last look found nothing amiss."""
    while not ending.wait(HEARTBEAT_SECONDS):
        try:
            if all_is_well(at=shared_time.now()):
                ping(settings.HEARTBEAT_URL)
        except Undelivered as trouble:
            logger.warning("The outside heartbeat was not taken: %s", trouble)
        except Exception:
            logger.exception("The outside heartbeat failed")
            connection.close()
    connection.close()
