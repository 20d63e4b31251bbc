"""Read the vault's rows: never a value."""

from __future__ import annotations

from musterpoint.apps.vault.models import Item, Place


def streams_of(item: Item) -> list[str]:
    """Return the streams in whose texts a token stands, in the order they came."""
    return list(Place.objects.filter(item=item).order_by("pk").values_list("stream", flat=True))
