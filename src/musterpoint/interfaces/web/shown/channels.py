"""The channels as the set-up page shows them: whether each works, who proves it, what waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.notifications import proving, queries
from musterpoint.apps.notifications.channels.registry import KINDS, Kind
from musterpoint.apps.notifications.queries import Standing
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.proving import Proof, Volunteer
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown import labels

ALIVE = timedelta(seconds=60)


def rows(*, at: datetime) -> list[dict[str, Any]]:
    """Return every channel that leaves the house, in a fixed few statements."""
    standings = queries.standings(at)
    volunteers = proving.volunteers_of(KINDS, at=at)
    workers = timers.channels_open(since=at - ALIVE)
    return [
        _row(
            KINDS[proof.channel],
            proof,
            standings.get(proof.channel, Standing()),
            volunteers[proof.channel],
            workers,
        )
        for proof in queries.proofs(at)
    ]


def _row(
    kind: Kind,
    proof: Proof,
    standing: Standing,
    volunteers: Sequence[Volunteer],
    workers: Collection[str],
) -> dict[str, Any]:
    todo = _todo(kind, proof, workers)
    return {
        "name": kind.name,
        "label": labels.label(labels.CHANNEL, kind.name),
        "wakes": kind.wakes,
        "is_set_up": proof.is_set_up,
        "todo": todo,
        "tone": "now" if proof.is_set_up and (todo or not proof.is_kept) else "",
        "proof": proof,
        "volunteers": _names(volunteers, directory.names_of(_people(volunteers))),
        "standing": standing,
        "may_test": proof.is_set_up and bool(volunteers),
    }


def _todo(kind: Kind, proof: Proof, workers: Collection[str]) -> str:
    """Return what is to be done before anything can be sent, or ""."""
    if not kind.is_set_up:
        return kind.not_set_up
    if not proof.is_set_up and not kind.by_hand:
        return _("Nobody uses it yet. Everybody turns it on in their own browser.")
    if not proof.is_set_up:
        return _("Add an address of it to a person, a team or an outside contact.")
    if kind.name not in workers:
        return _("No worker that runs can send by it. Restart the workers.")
    return ""


def _people(volunteers: Sequence[Volunteer]) -> set[int]:
    return {one.person_id for one in volunteers if one.person_id is not None}


def _names(volunteers: Sequence[Volunteer], names: Mapping[int, str]) -> str:
    return ", ".join(names.get(one.person_id or 0, one.address) for one in volunteers)
