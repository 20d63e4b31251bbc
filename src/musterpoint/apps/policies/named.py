"""A strategy by what people call it: ``v3``, ``in-force``, ``default``, ``draft:12``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from musterpoint.apps.policies import drafts, queries, shipped, yaml_text
from musterpoint.apps.policies.models import StrategyVersion
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.findings import errors

DEFAULT, IN_FORCE, DRAFT = "default", "in-force", "draft:"
LARGEST = 2**31 - 1


class NoSuchStrategy(Exception):
    """Nothing is called so."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no strategy {name!r}. Say a version such as v3, in-force, default,"
            " or a draft such as draft:12."
        )


class HasErrors(Exception):
    """The text is no strategy yet, so that no rule can be asked."""

    def __init__(self, name: str, count: int, first: str) -> None:
        found = "1 error" if count == 1 else f"{count} errors"
        draft = name.removeprefix(DRAFT)
        who = name if draft == name else f"Draft {draft}"
        super().__init__(f"{who} has {found} to be mended first: {first}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStrategy:
    """A strategy with its text; ``digest`` says which text exactly, now and for ever."""

    name: str
    title: str
    text: str
    strategy: Strategy

    @property
    def digest(self) -> str:
        """SHA-256 over the text."""
        return sha256(self.text.encode()).hexdigest()


def named(name: str, *, at: datetime) -> NamedStrategy:
    """Return what ``name`` means at ``at``, or raise NoSuchStrategy, NoStrategyInForce, HasErrors.

    What is in force comes back under its number.
    """
    if name == DEFAULT:
        return from_text(DEFAULT, shipped.text())
    if name == IN_FORCE:
        return _published(queries.in_force(at=at))
    if name.startswith(DRAFT):
        return _draft(name)
    number = _number(name.removeprefix("v"))
    if number is None:
        raise NoSuchStrategy(name)
    try:
        return _published(queries.by_number(number))
    except StrategyVersion.DoesNotExist:
        raise NoSuchStrategy(name) from None


def from_text(name: str, text: str) -> NamedStrategy:
    """Return the strategy that a text holds, or raise HasErrors."""
    examined = yaml_text.examine(text)
    if examined.strategy is None:
        wrong = errors(examined.findings)
        raise HasErrors(name, len(wrong), wrong[0].says if wrong else "it cannot be read")
    return NamedStrategy(
        name=name, title=examined.strategy.title, text=text, strategy=examined.strategy
    )


def _published(version: queries.Version) -> NamedStrategy:
    return NamedStrategy(
        name=f"v{version.number}",
        title=version.title,
        text=queries.text_of(version.id),
        strategy=version.strategy,
    )


def _draft(name: str) -> NamedStrategy:
    number = _number(name.removeprefix(DRAFT))
    if number is None:
        raise NoSuchStrategy(name)
    try:
        return from_text(name, drafts.draft_text(number))
    except drafts.NoSuchDraft:
        raise NoSuchStrategy(name) from None


def _number(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) < 11
    return int(text) if is_number and int(text) <= LARGEST else None
