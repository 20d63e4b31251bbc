"""Take the lock on a rota: the first thing every use case does that changes it or what hangs on it.

Overrides, swaps and shadows have no lock of their own; they change under that of their rota.
"""

from __future__ import annotations

from musterpoint.apps.rotas.models import Rota
from musterpoint.apps.rotas.unknown import NoSuchRota


class StaleRota(Exception):
    """Somebody changed the rota since this person last saw it."""

    def __init__(self, *, seen: int, present: int) -> None:
        self.seen = seen
        self.present = present
        super().__init__(
            f"Somebody changed this rota meanwhile (you saw version {seen}, it is now"
            f" {present}). Compare and save again."
        )


def lock(code: str, *, seen_version: int | None = None) -> Rota:
    """Lock and return a rota, or raise NoSuchRota or StaleRota."""
    rota = Rota.objects.select_for_update(of=("self",)).filter(code=code).first()
    if rota is None:
        raise NoSuchRota(code)
    if seen_version is not None and rota.version != seen_version:
        raise StaleRota(seen=seen_version, present=rota.version)
    return rota
