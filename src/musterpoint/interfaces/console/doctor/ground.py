"""Checks of what the product stands on: Python, the database, its clock, the settings, the mail."""

from __future__ import annotations

import contextlib
import shutil
import smtplib
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from musterpoint.apps.notifications.channels import email
from musterpoint.interfaces.console.doctor.outcome import Outcome, failed, ok, warning

OLDEST_SERVER = 150_000
CLOCKS_APART = timedelta(seconds=2)
LEAST_DISK = 1 << 30
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def python(_: datetime) -> Iterator[Outcome]:
    """The interpreter; the launcher refuses one that is too old."""
    yield ok("python", f"Python {sys.version.split()[0]}")


def database(at: datetime) -> Iterator[Outcome]:
    """The server, its extensions, its clock beside ours, and the migrations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int, clock_timestamp()")
        number, theirs = cursor.fetchone()
        cursor.execute("SELECT extname FROM pg_extension")
        extensions = {row[0] for row in cursor.fetchall()}
    if number < OLDEST_SERVER:
        yield failed(
            "database", f"PostgreSQL {number // 10000}", remedy="Use PostgreSQL 15 or newer."
        )
    else:
        yield ok("database", f"PostgreSQL {number // 10000}.{number % 10000} answers")
    if "pg_trgm" not in extensions:
        remedy = "Run as the database's owner: CREATE EXTENSION pg_trgm"
        yield failed("extensions", "pg_trgm is missing", remedy=remedy)
    yield _clock(theirs - at)
    yield _migrations()


def _clock(apart: timedelta) -> Outcome:
    seconds = abs(apart.total_seconds())
    if abs(apart) > CLOCKS_APART:
        says = f"The database's clock and this machine's are {seconds:.1f} s apart"
        return failed("clock", says, remedy="Let both machines keep time by NTP.")
    return ok("clock", f"The database's clock and ours agree within {CLOCKS_APART.seconds} s")


def _migrations() -> Outcome:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        says = f"{len(waiting)} migrations are not applied"
        return failed("migrations", says, remedy="Run: musterpoint migrate")
    return ok("migrations", "All migrations are applied")


def addresses(_: datetime) -> Iterator[Outcome]:
    """Where people and links reach the product."""
    where = urlsplit(settings.BASE_URL)
    if where.scheme != "https" and where.hostname not in LOOPBACK:
        says = f"Links lead to {settings.BASE_URL}, which is not encrypted"
        remedy = "Put TLS in front and set MUSTERPOINT_BASE_URL to its https address."
        yield warning("address", says, remedy=remedy)
    else:
        yield ok("address", f"Links lead to {settings.BASE_URL}")
    if not settings.HEARTBEAT_URL:
        says = "Nobody outside notices if this installation stops"
        remedy = "Set MUSTERPOINT_HEARTBEAT_URL to the address of an outside heartbeat monitor."
        yield warning("heartbeat", says, remedy=remedy)


def mail(_: datetime) -> Iterator[Outcome]:
    """The mail server takes a connection (nothing is sent)."""
    server = email.from_settings()
    if server is None:
        says = "No e-mail is sent: people are told in the product only"
        yield warning("mail", says, remedy="Set EMAIL_URL, such as smtp://user:word@host:587/")
        return
    where = f"{server.host}:{server.port}"
    smtp: smtplib.SMTP | None = None
    try:
        smtp = email.connect(server)
        smtp.noop()
    except (smtplib.SMTPException, OSError) as trouble:
        says = f"{where} does not take mail: {trouble}"
        yield failed("mail", says, remedy="Check EMAIL_URL and that the server is reachable.")
    else:
        yield ok("mail", f"{where} takes mail")
    finally:
        if smtp is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                smtp.quit()


def disk(_: datetime) -> Iterator[Outcome]:
    """Room for the embedded database."""
    if not settings.EMBEDDED:
        return
    says = "The embedded database is for evaluation and small sites"
    yield ok("carrier", says)
    free = shutil.disk_usage(settings.DATA_FOLDER).free
    if free < LEAST_DISK:
        says = f"{free >> 20} MiB are left under {settings.DATA_FOLDER}"
        yield failed("disk", says, remedy="Make room, or set MUSTERPOINT_DATA to a larger disk.")
    else:
        yield ok("disk", f"{free >> 30} GiB are left for the database")
