"""Frameworks that the strategy is held against: those shipped, and your own from a folder.

A file that cannot be read is a finding and never hides the others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.conformity import Framework, build

LARGEST = 1_000_000
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The frameworks by code, and what was wrong with the files that are not among them."""

    frameworks: dict[str, Framework]
    findings: tuple[str, ...] = ()


def load(folder: str = "") -> Loaded:
    """Return the shipped frameworks and those of ``folder``; one of the same code replaces it."""
    found = dict(_shipped())
    findings: list[str] = []
    for name, text in _texts(folder):
        framework, wrong = read(name, text)
        findings += wrong
        if framework is not None:
            found[framework.code] = framework
    return Loaded(frameworks=found, findings=tuple(findings))


def read(name: str, text: str) -> tuple[Framework | None, tuple[str, ...]]:
    """Return a framework, or None with what is wrong as ``NAME:LINE: what``."""
    reading = yaml_text.read(text)
    framework, wrong = (None, ()) if reading.root is None else build(reading.root)
    findings = [*reading.findings, *wrong]
    says = tuple(f"{name}:{one.line}: {one.says} {one.remedy}".strip() for one in findings)
    return (None if says else framework), says


@lru_cache(maxsize=1)
def _shipped() -> dict[str, Framework]:
    folder = files(__package__)
    named = sorted(one.name for one in folder.iterdir() if one.name.endswith(".yaml"))
    found: dict[str, Framework] = {}
    for name in named:
        framework, wrong = read(name, (folder / name).read_text(encoding="utf-8"))
        if framework is None:
            raise ValueError(f"a shipped framework does not read: {wrong}")
        found[framework.code] = framework
    return {code: found[code] for code in sorted(found, key=_leading)}


def _leading(code: str) -> tuple[bool, str]:
    """Continuity and incident practice come first, their neighbours after."""
    return code not in {"iso22301", "itil4"}, code


def _texts(folder: str) -> Iterable[tuple[str, str]]:
    if not folder:
        return
    for file in sorted(Path(folder).glob("*.yaml"))[:MOST]:
        try:
            if file.stat().st_size <= LARGEST:
                yield file.name, file.read_text(encoding="utf-8")
                continue
            yield file.name, ""
        except (OSError, UnicodeDecodeError):
            yield file.name, ""
