"""Brings the database up to date, one process at a time.

Many web and worker processes may start at once against an empty database; an advisory lock makes
the others wait, and then they find nothing to do.
"""

from __future__ import annotations

import logging

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from musterpoint.project.embedded_postgres import EXTENSIONS

LOCK = 0x4D555354  # "MUST"
logger = logging.getLogger(__name__)


def is_current() -> bool:
    """Say whether every migration is applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate(*, verbosity: int = 1) -> None:
    """Apply what is missing. The lock belongs to the session, so a crash gives it back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        if is_current():
            return
        _create_extensions()
        call_command("migrate", verbosity=verbosity, interactive=False)
        call_command("policy", "ensure", verbosity=verbosity)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _create_extensions() -> None:
    """Make the extensions, which the owner of a database may do for these three."""
    with connection.cursor() as cursor:
        for extension in EXTENSIONS:
            cursor.execute(f'CREATE EXTENSION IF NOT EXISTS "{extension}"')
