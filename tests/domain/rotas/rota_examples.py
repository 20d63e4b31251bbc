"""People, layers and rotas to test cover with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from musterpoint.domain.rotas import AnyLayer, Layer, Rota

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""A Monday."""

ASHA, BEN, CARA, DEV = 1, 2, 3, 4


def layer(**differs: Any) -> Layer:
    """Make a layer that hands over on Mondays at nine in London, and differs where asked."""
    given: dict[str, Any] = {
        "code": "first",
        "name": "First line",
        "people": (ASHA, BEN),
        "first_date": date(2026, 11, 2),
        "zone": "Europe/London",
    }
    return Layer(**(given | differs))


def rota(*layers: AnyLayer, **differs: Any) -> Rota:
    """Make a rota of these layers, falling back on the duty manager."""
    given: dict[str, Any] = {
        "code": "tech",
        "name": "Technology",
        "zone": "Europe/London",
        "fallback": "duty_manager",
    }
    return Rota(**(given | {"layers": layers} | differs))
