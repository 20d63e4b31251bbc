"""Writes to rotas, inside the caller's transaction. Every row has its entry in a ledger."""

from musterpoint.apps.rotas.operations.locking import StaleRota, lock
from musterpoint.apps.rotas.operations.record import Record
from musterpoint.apps.rotas.unknown import NoSuchRota

__all__ = ["NoSuchRota", "Record", "StaleRota", "lock"]
