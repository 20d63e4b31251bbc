"""The addresses of the JSON door."""

from __future__ import annotations

from musterpoint.interfaces.api.door import addresses

urlpatterns = addresses()
