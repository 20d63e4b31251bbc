"""Finds and reads mappings: those that ship, by name, and any file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.history import SourceMapping, read_mapping
from musterpoint.domain.policy.findings import Finding

SHIPPED = Path(__file__).parent / "mappings"


class NoSuchMapping(Exception):
    """Neither a shipped mapping nor a file has this name."""

    def __init__(self, name: str) -> None:
        shipped = ", ".join(sorted(path.stem for path in SHIPPED.glob("*.yaml")))
        super().__init__(
            f"There is no mapping '{name}'. Shipped: {shipped}. Or name a file of your own."
        )


@dataclass
class BadMapping(Exception):
    """A mapping with mistakes in it, each with its line."""

    path: Path
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return "\n".join(f"{self.path}:{found.line}: {found}" for found in self.findings)


def find(name: str) -> SourceMapping:
    """Return the mapping of this name or in this file, or raise NoSuchMapping or BadMapping."""
    shipped = SHIPPED / f"{name}.yaml"
    path = shipped if shipped.is_file() and "/" not in name else Path(name)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        raise NoSuchMapping(name) from None
    reading = yaml_text.read(text)
    if reading.root is None:
        raise BadMapping(path, reading.findings)
    mapping, findings = read_mapping(reading.root)
    if mapping is None or reading.findings:
        raise BadMapping(path, (*reading.findings, *findings))
    return mapping
