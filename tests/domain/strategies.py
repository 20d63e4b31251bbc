"""Strategies to test with: the shipped one, and ways to change it."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path as File

from musterpoint.apps.policies import yaml_text
from musterpoint.domain.policy.checks import check
from musterpoint.domain.policy.document import Category, Path, Step, Strategy
from musterpoint.domain.policy.findings import Severity

DEFAULT = File(yaml_text.__file__).parent / "default" / "strategy.yaml"


@lru_cache(maxsize=1)
def shipped_text() -> str:
    return DEFAULT.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def shipped() -> Strategy:
    examined = yaml_text.examine(shipped_text())
    assert examined.strategy is not None, [str(finding) for finding in examined.findings]
    return examined.strategy


def with_category(code: str, **changes: object) -> Strategy:
    """Return the shipped strategy with one category changed."""
    strategy = shipped()
    changed: Category = replace(strategy.categories[code], **changes)  # type: ignore[arg-type]  # the test names real fields
    return replace(strategy, categories={**strategy.categories, code: changed})


def with_path(code: str, **changes: object) -> Strategy:
    """Return the shipped strategy with one path changed."""
    strategy = shipped()
    changed: Path = replace(strategy.paths[code], **changes)  # type: ignore[arg-type]  # the test names real fields
    return replace(strategy, paths={**strategy.paths, code: changed})


def with_step(path: str, code: str, **changes: object) -> Strategy:
    """Return the shipped strategy with one step of one path changed."""
    steps: list[Step] = [
        replace(step, **changes) if step.code == code else step  # type: ignore[arg-type]  # the test names real fields
        for step in shipped().paths[path].steps
    ]
    return with_path(path, steps=tuple(steps))


def errors(strategy: Strategy) -> dict[str, str]:
    return {one.path: one.says for one in check(strategy) if one.severity is Severity.ERROR}


def warnings(strategy: Strategy) -> dict[str, str]:
    return {one.path: one.says for one in check(strategy) if one.severity is Severity.WARNING}


def with_entry(key: str, code: str, **changes: object) -> Strategy:
    """Return the shipped strategy with one entry of a mapping such as ``services`` changed."""
    several = getattr(shipped(), key)
    return with_parts(**{key: {**several, code: replace(several[code], **changes)}})


def with_parts(**parts: object) -> Strategy:
    """Return the shipped strategy with whole parts changed."""
    return replace(shipped(), **parts)  # type: ignore[arg-type]  # the test names real fields


def new_findings(strategy: Strategy) -> set[tuple[str, str, str]]:
    """Return severity, path and words of every finding that the shipped strategy has not."""
    known = {str(one) for one in check(shipped())}
    return {
        (one.severity.value, one.path, one.says) for one in check(strategy) if str(one) not in known
    }
