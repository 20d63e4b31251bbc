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

from musterpoint.apps.incidents.operations import history
from musterpoint.apps.incidents.operations.history import ToKeep
from musterpoint.apps.incidents.queries.past import pasts
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.history import NOTHING_KNOWN, Past, Terms, Update, unfold


class NoSuchVersion(Exception):
    """There is no published strategy with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no strategy version {number}. See: musterpoint policy list")


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
    source: str,
    policy: int | None,
    counted: frozenset[str],
    rows_are_whole: bool,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
) -> Figures:
    """Import the updates of each incident in ``batch``, by its reference; all of it or nothing.

    Clocks are reckoned under version ``policy``, or else the one in force at ``at``; an incident
    that is here already keeps to its own. Raises NotAllowed or NoStrategyInForce.
    """
    by.must(Action.ADMINISTER)
    version = policies.in_force(at=at) if policy is None else policies.by_number(policy)
    history.lock_source(source)
    known = history.lock_known(source, list(batch))
    digests = {ref: _digest(updates) for ref, updates in batch.items()}
    unchanged = {ref for ref, row in known.items() if row.import_digest == digests[ref]}
    past = pasts(row for ref, row in known.items() if ref not in unchanged)
    kept: list[ToKeep] = []
    figures = Figures(
        incidents_unchanged=len(unchanged), repeats=sum(len(batch[ref]) for ref in unchanged)
    )
    for ref, updates in batch.items():
        if ref in unchanged:
            continue
        row = known.get(ref)
        before: Past = NOTHING_KNOWN if row is None else past[row.pk]
        own = version if row is None else policies.get(row.strategy_id)
        terms = Terms(
            source=source,
            strategy=own.strategy,
            version_id=own.id,
            counted=counted,
            rows_are_whole=rows_are_whole,
        )
        told = unfold(updates, past=before, ref=ref, terms=terms)
        figures += _figures(told.new, told.repeats, is_new=row is None, told=bool(told.entries))
        if told.entries:
            kept.append(
                ToKeep(
                    ref=ref,
                    told=told,
                    past=before,
                    digest=digests[ref],
                    strategy=own.strategy,
                    version_id=own.id,
                    incident=row,
                )
            )
    if not dry_run:
        history.keep_all(kept, source=source, actor=by.key, recorded_at=at)
    return figures


def _version(number: int | None, *, at: datetime) -> Version:
    if number is None:
        return policies.in_force(at=at)
    try:
        return policies.by_number(number)
    except ObjectDoesNotExist:
        raise NoSuchVersion(number) from None


def _figures(new: int, repeats: int, *, is_new: bool, told: bool) -> Figures:
    return Figures(
        incidents_new=int(is_new and told),
        incidents_changed=int(told and not is_new),
        incidents_unchanged=int(not told),
        updates_new=new,
        repeats=repeats,
    )


def _digest(updates: Sequence[Update]) -> str:
    """Return a mark of everything these rows say, so that the same rows are known at a glance."""
    last = max(updates, key=lambda update: (update.place, update.line))
    finals = sorted([*last.finals.items(), *last.final_facts.items()], key=str)
    says = "\n".join([*sorted({update.digest for update in updates}), repr(finals)])
    return sha256(says.encode()).hexdigest()
