"""Take a batch of another system's incidents into the record, each with its whole history.

What is here already is left alone, and only what is new about it is added. Nobody is told, no path
runs and no timer is armed: it has happened.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import history
from musterpoint.apps.incidents.operations.history import ToKeep
from musterpoint.apps.incidents.queries.past import pasts
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.history import NOTHING_KNOWN, Past, Terms, Told, Update, unfold


class NoSuchVersion(Exception):
    """There is no published strategy with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no strategy version {number}. See: musterpoint policy list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Whose history it is, and what its rows mean.

    ``policy`` is the version to reckon clocks by, else the one in force; ``counted`` are counters
    that the source keeps itself.
    """

    name: str
    policy: int | None = None
    counted: frozenset[str] = frozenset()
    rows_are_whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an import came to."""

    incidents_new: int = 0
    incidents_changed: int = 0
    incidents_unchanged: int = 0
    updates_new: int = 0
    repeats: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__slots__}
        )


@transaction.atomic
def import_incidents(
    *,
    batch: Mapping[str, Sequence[Update]],
    source: Source,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> Figures:
    """Import the updates of each incident in ``batch``, by its reference; all of it or nothing.

    An incident that is here already keeps to its own strategy. Raises NotAllowed, NoStrategyInForce
    or NoSuchVersion.
    """
    by.must(Action.ADMINISTER)
    version = _version(source.policy, at=at)
    history.lock_source(source.name)
    known = history.lock_known(source.name, list(batch))
    digests = {ref: _digest(updates) for ref, updates in batch.items()}
    unchanged = {ref for ref, row in known.items() if row.import_digest == digests[ref]}
    past = pasts(row for ref, row in known.items() if ref not in unchanged)
    figures = Figures(
        incidents_unchanged=len(unchanged), repeats=sum(len(batch[ref]) for ref in unchanged)
    )
    kept: list[ToKeep] = []
    for ref in [ref for ref in batch if ref not in unchanged]:
        row = known.get(ref)
        one = _unfolded(
            ref,
            batch[ref],
            row=row,
            past=NOTHING_KNOWN if row is None else past[row.pk],
            version=version,
            source=source,
            digest=digests[ref],
        )
        figures += _figures(one.told, is_new=row is None)
        if one.told.entries:
            kept.append(one)
    if not dry_run:
        history.keep_all(kept, source=source.name, actor=by.key, recorded_at=at)
    return figures


def _unfolded(
    ref: str,
    updates: Sequence[Update],
    *,
    row: Incident | None,
    past: Past,
    version: Version,
    source: Source,
    digest: str,
) -> ToKeep:
    own = version if row is None else policies.get(row.strategy_id)
    terms = Terms(
        source=source.name,
        strategy=own.strategy,
        version_id=own.id,
        counted=source.counted,
        rows_are_whole=source.rows_are_whole,
    )
    return ToKeep(
        ref=ref,
        told=unfold(updates, past=past, ref=ref, terms=terms),
        digest=digest,
        strategy=own.strategy,
        version_id=own.id,
        incident=row,
    )


def _version(number: int | None, *, at: datetime) -> Version:
    if number is None:
        return policies.in_force(at=at)
    try:
        return policies.by_number(number)
    except ObjectDoesNotExist:
        raise NoSuchVersion(number) from None


def _figures(told: Told, *, is_new: bool) -> Figures:
    tells = bool(told.entries)
    return Figures(
        incidents_new=int(is_new and tells),
        incidents_changed=int(tells and not is_new),
        incidents_unchanged=int(not tells),
        updates_new=told.new,
        repeats=told.repeats,
    )


def _digest(updates: Sequence[Update]) -> str:
    """Return a mark of everything these rows say, so that the same rows are known at a glance."""
    last = max(updates, key=lambda update: (update.place, update.line))
    finals = sorted([*last.finals.items(), *last.final_facts.items()], key=str)
    says = "\n".join([*sorted({update.digest for update in updates}), repr(finals)])
    return sha256(says.encode()).hexdigest()
