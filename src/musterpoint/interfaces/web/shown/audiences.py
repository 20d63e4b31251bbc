"""The audiences of the strategy in force and who they are here, for administrators."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from musterpoint.apps.communications.queries import audiences
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Role
from musterpoint.domain.policy.communications import Audience
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates.membership import parts_of
from musterpoint.interfaces.web import directory

Names = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberShown:
    """One who belongs. Without an ``id`` the audience's name suggests them."""

    id: int | None
    name: str
    says: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceShown:
    """One audience. ``channels`` are those of all its rows of the plan."""

    code: str
    name: str
    says: str
    outside: bool
    channels: str
    members: tuple[MemberShown, ...]

    @property
    def is_presumed(self) -> bool:
        return bool(self.members) and self.members[0].id is None


def audiences_shown(*, at: datetime) -> tuple[AudienceShown, ...]:
    """Return every audience in the order of the strategy."""
    strategy = policies.in_force(at=at).strategy
    members = audiences.members_of(strategy.audiences.values())
    names = _names(strategy)
    return tuple(
        _shown(strategy, one, members[one.code], names) for one in strategy.audiences.values()
    )


def audience_shown(code: str, *, at: datetime) -> AudienceShown | None:
    """Return one audience, or None where the strategy in force has no such one."""
    return next((one for one in audiences_shown(at=at) if one.code == code), None)


def to_choose(*, at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return who may belong, in groups; what is chosen is the holder."""
    names = _names(policies.in_force(at=at).strategy)
    groups = {
        "account_role": _("Everybody who is"),
        "role": _("Whoever answers for the role"),
        "team": _("Teams"),
        "contact": _("Outside contacts"),
        "person": _("People"),
    }
    return [
        (label, [(holder, name) for holder, name in names.items() if parts_of(holder)[0] == kind])
        for kind, label in groups.items()
    ]


def _shown(
    strategy: Strategy, one: Audience, members: tuple[audiences.Member, ...], names: Names
) -> AudienceShown:
    rows = [row for row in strategy.communications.values() if row.audience == one.code]
    channels = dict.fromkeys(channel for row in rows for channel in row.channels)
    return AudienceShown(
        code=one.code,
        name=one.name,
        says=one.says,
        outside=one.outside,
        channels=", ".join(channels).replace("_", " "),
        members=tuple(_member(each, names) for each in members),
    )


def _member(one: audiences.Member, names: Names) -> MemberShown:
    kinds = {
        "account_role": _("everybody with this role"),
        "role": _("whoever answers for it"),
        "team": _("team"),
        "contact": _("outside"),
        "person": "",
    }
    return MemberShown(
        id=one.id,
        name=names.get(one.holder, one.holder),
        says=str(kinds.get(parts_of(one.holder)[0], "")),
        account=one.account,
    )


def _names(strategy: Strategy) -> Names:
    """Return what every possible holder is called."""
    roles = {f"role:{code}": role.name for code, role in strategy.roles.items()}
    people = sorted(directory.people().values(), key=lambda one: one.name)
    return {
        **{f"account_role:{one}": str(one).replace("_", " ").capitalize() for one in Role},
        **dict(sorted(roles.items(), key=lambda pair: pair[1])),
        **{f"team:{c}": n for c, n in organisation.names_by_code("team").items()},
        **{f"contact:{c}": n for c, n in organisation.names_by_code("contact").items()},
        **{f"person:{one.id}": one.name for one in people},
    }
