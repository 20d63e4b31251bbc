"""The time that all workers share: the database's, whatever the clock of this machine says.

A worker whose clock jumped by an hour would otherwise tell people an hour early, and take for
abandoned what another worker is sending.
"""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.timers import queries
from musterpoint.interfaces import clock


def now() -> datetime:
    """Return the present instant by the database's clock; raises when it cannot be asked."""
    here = clock.now()
    return here + queries.database_ahead(at=here)
