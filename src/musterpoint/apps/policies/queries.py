"""Read strategy versions. A published one never changes, so its parsed form is kept for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from musterpoint.apps.policies import yaml_text
from musterpoint.apps.policies.models import DutyConfirmation, StrategyVersion
from musterpoint.domain.policy import parsing
from musterpoint.domain.policy.document import Strategy


class NoStrategyInForce(Exception):
    """No version had been published by the instant asked about."""

    def __init__(self, at: datetime) -> None:
        super().__init__(
            f"No strategy was in force at {at:%Y-%m-%d %H:%M} UTC."
            " Publish one: musterpoint policy publish default"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A published version and the document it holds."""

    id: int
    number: int
    title: str
    in_force_from: datetime
    strategy: Strategy


def in_force(*, at: datetime) -> Version:
    """Return the version in force at ``at``, or raise NoStrategyInForce."""
    pk = (
        StrategyVersion.objects.filter(in_force_from__lte=at)
        .order_by("-in_force_from", "-number")
        .values_list("pk", flat=True)
        .first()
    )
    if pk is None:
        raise NoStrategyInForce(at)
    return get(pk)


def by_number(number: int) -> Version:
    """Return the version with this number, or raise StrategyVersion.DoesNotExist."""
    return get(StrategyVersion.objects.values_list("pk", flat=True).get(number=number))


@lru_cache(maxsize=64)
def get(pk: int) -> Version:
    """Return a published version by its row, or raise StrategyVersion.DoesNotExist."""
    row = StrategyVersion.objects.get(pk=pk, number__isnull=False)
    strategy = yaml_text.examine(row.text).strategy or _as_published(row.text)
    if strategy is None:
        raise ValueError(f"Strategy version {row.number} does not parse; it was altered outside.")
    return Version(
        id=row.pk,
        number=row.number or 0,
        title=row.title,
        in_force_from=row.in_force_from or row.created_at,
        strategy=strategy,
    )


def _as_published(text: str) -> Strategy | None:
    """Return the strategy although today's checks, stricter than those it passed, refuse it."""
    root = yaml_text.read(text).root
    return parsing.build(root)[0] if root is not None else None


def in_force_by_number(number: int, *, at: datetime) -> Version | None:
    """Return the version with this number if it had come into force by ``at``, or None."""
    rows = StrategyVersion.objects.filter(number=number, in_force_from__lte=at)
    pk = rows.values_list("pk", flat=True).first()
    return None if pk is None else get(pk)


def newest_published() -> StrategyVersion | None:
    """Return the published version with the highest number, without its text, or None."""
    rows = StrategyVersion.objects.exclude(number=None).defer("text")
    return rows.order_by("-number").first()


def starts() -> dict[int, datetime]:
    """Return from when each published version holds, by number."""
    rows = StrategyVersion.objects.exclude(number=None).values_list("number", "in_force_from")
    return {number: from_ for number, from_ in rows if number and from_}


def lock(pk: int) -> None:
    """Let one change of what hangs on a version through at a time, until the transaction ends."""
    StrategyVersion.objects.select_for_update().values_list("pk").get(pk=pk)


def digest_of(pk: int) -> str:
    """Return the SHA-256 of the text of a version, as it was kept when it was published."""
    return StrategyVersion.objects.values_list("digest", flat=True).get(pk=pk)


def versions() -> list[StrategyVersion]:
    """Return all versions without their text, newest first."""
    return list(StrategyVersion.objects.defer("text").order_by("-id"))


def text_of(pk: int) -> str:
    """Return the YAML text of a version, or raise StrategyVersion.DoesNotExist."""
    return StrategyVersion.objects.values_list("text", flat=True).get(pk=pk)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """Who last said that a duty is right, when, and how they know."""

    person: str
    at: datetime
    note: str


def confirmations(version_id: int) -> dict[str, Confirmed]:
    """Return the newest confirmation of each duty of a version by its code."""
    rows = DutyConfirmation.objects.filter(version=version_id).order_by("id")
    return {
        code: Confirmed(person=person, at=at, note=note)
        for code, person, at, note in rows.values_list("code", "person__name", "at", "note")
    }
