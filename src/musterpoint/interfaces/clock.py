"""The only place that asks what time it is.

Doors call ``now()`` once per request, command or step and pass the answer down as ``at=``.
"""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251  # this is the one place that asks
