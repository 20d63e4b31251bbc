"""Published versions: how each came into force, who has read it, when it is read again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.policies import agreement
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.versions import Phase, is_asked_to_read, phases, superseded_at
from musterpoint.interfaces.web.shown import agreeing

TONES = {Phase.COMING: "accent", Phase.IN_FORCE: "ok", Phase.SUPERSEDED: ""}


def phase_words() -> Mapping[Phase, str]:
    """Return the words for where a version stands."""
    return {
        Phase.COMING: _("comes into force"),
        Phase.IN_FORCE: _("in force"),
        Phase.SUPERSEDED: _("superseded"),
    }


def rows(*, at: datetime) -> list[dict[str, Any]]:
    """Return all published versions, the newest first."""
    published = [row for row in policies.versions() if row.number]
    starts = policies.starts()
    now = phases(starts, at=at)
    agreed = agreement.agreed(row.pk for row in published)
    reviews = agreement.reviews(row.pk for row in published)
    read = agreement.read_counts(row.pk for row in published)
    words = phase_words()
    return [
        {
            "number": row.number,
            "title": row.title,
            "note": row.note,
            "phase": words[now[row.number or 0]],
            "tone": TONES[now[row.number or 0]],
            "is_over": now[row.number or 0] is Phase.SUPERSEDED,
            "from": row.in_force_from,
            "until": superseded_at(starts, row.number or 0),
            "origin": agreement.words_of_origin(row, is_agreed=row.pk in agreed),
            "is_agreed": row.pk in agreed,
            "review": reviews[row.pk].date if row.pk in reviews else None,
            "read": read.get(row.pk, 0),
        }
        for row in sorted(published, key=lambda row: -(row.number or 0))
    ]


def one(version: Version, *, at: datetime) -> dict[str, Any]:
    """Return one version with everything that is known of how it came about."""
    (row,) = [row for row in rows(at=at) if row["number"] == version.number]
    bond = agreement.agreed([version.id]).get(version.id)
    review = agreement.reviews([version.id]).get(version.id)
    names = agreeing.group_names(version.strategy.agreement)
    return row | {
        "digest": policies.digest_of(version.id),
        "draft": bond.draft_id if bond else None,
        "rounds": agreeing.rounds(bond.draft_id, names=names) if bond else [],
        "signatures": agreeing.given(bond.draft_id) if bond else [],
        "review_set_by": review.set_by.name if review and review.set_by else "",
    }


def readers(version: Version) -> dict[str, list[dict[str, Any]]]:
    """Return who has read a version and who of those asked has not, by name."""
    said = {row.person_id: row for row in agreement.readings(version.id)}
    asked = [person for person in accounts.everybody() if _is_asked(version, person)]
    return {
        "have": [
            {"name": row.person.name, "roles": row.person.roles, "at": row.at}
            for row in said.values()
        ],
        "have_not": [
            {"name": person.name, "roles": person.roles, "at": None}
            for person in asked
            if person.pk not in said
        ],
    }


def _is_asked(version: Version, person: Any) -> bool:
    return (
        person.is_active
        and not person.is_service
        and is_asked_to_read(version.strategy, person.roles)
    )
