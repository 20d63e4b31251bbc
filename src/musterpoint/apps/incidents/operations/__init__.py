"""Writes to incidents, inside the caller's transaction."""

from musterpoint.apps.incidents.operations.locking import (
    NoSuchIncident,
    StaleVersion,
    lock,
    lock_many,
)
from musterpoint.apps.incidents.operations.record import Record

__all__ = ["NoSuchIncident", "Record", "StaleVersion", "lock", "lock_many"]
