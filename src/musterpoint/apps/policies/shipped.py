"""The strategy that ships with the product, so that a newcomer starts with something good."""

from __future__ import annotations

from importlib.resources import files


def text() -> str:
    """Return it as YAML."""
    folder = files("musterpoint.apps.policies") / "default"
    return (folder / "strategy.yaml").read_text(encoding="utf-8")
