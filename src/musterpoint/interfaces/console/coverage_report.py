"""What `musterpoint report coverage` says: as data, and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import CommandError

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import NoStrategyInForce, Version
from musterpoint.apps.reporting import conformity
from musterpoint.domain.conformity import counted


def report(*, framework: str, number: int | None, at: datetime) -> dict[str, Any]:
    """Return the coverage of one framework, or raise CommandError when there is none such."""
    loaded = conformity.loaded()
    wanted = loaded.frameworks.get(framework)
    if wanted is None:
        known = ", ".join(loaded.frameworks)
        raise CommandError(f"There is no framework '{framework}'. Known: {known}.")
    version = _version(number, at=at)
    found = conformity.standings(wanted, version, at=at)
    return {
        "framework": wanted.code,
        "name": wanted.name,
        "policy_version": version.number,
        "counts": {status.value: n for status, n in counted(found).items()},
        "clauses": [conformity.as_plain(one) for one in found],
        "left_out": list(loaded.findings),
    }


def lines(says: Mapping[str, Any]) -> Iterator[str]:
    """Yield the coverage as text, a clause a line, with what would close it."""
    counts = ", ".join(f"{count} {status}" for status, count in says["counts"].items())
    yield f"{says['name']}, version {says['policy_version']} of the strategy: {counts}"
    for one in says["clauses"]:
        yield f"{one['status']:<7} {one['clause']} {one['title']}"
        if one["closes"]:
            yield f"        {one['closes']}"
    yield from says["left_out"]


def _version(number: int | None, *, at: datetime) -> Version:
    try:
        return policies.in_force(at=at) if number is None else policies.by_number(number)
    except NoStrategyInForce as none:
        raise CommandError(str(none)) from None
    except ObjectDoesNotExist:
        raise CommandError(f"There is no version {number}.") from None
