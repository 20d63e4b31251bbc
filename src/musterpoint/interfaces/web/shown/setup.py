"""What the set-up pages show: what each role may do, who answers for what, what there is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.rotas import queries as rotas
from musterpoint.domain.authority import MAY, Action, Role
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.policy.told import roles_told
from musterpoint.interfaces.web import directory, second_factor
from musterpoint.interfaces.web.forms.asking import card
from musterpoint.interfaces.web.shown import labels

MAY_WORDS = {
    Action.LOG: gettext_lazy("log"),
    Action.NOTE: gettext_lazy("note"),
    Action.ASK_HELP: gettext_lazy("ask for help"),
    Action.COMPLAIN: gettext_lazy("log complaints"),
    Action.ACKNOWLEDGE: gettext_lazy("acknowledge"),
    Action.WORK: gettext_lazy("work tasks and roles"),
    Action.UPDATE: gettext_lazy("send updates"),
    Action.ESCALATE: gettext_lazy("escalate"),
    Action.ASSESS: gettext_lazy("assess"),
    Action.OVERRIDE_PRIORITY: gettext_lazy("override the priority"),
    Action.DECLARE_MAJOR: gettext_lazy("declare major"),
    Action.HOLD: gettext_lazy("hold"),
    Action.RESOLVE: gettext_lazy("resolve"),
    Action.CLOSE: gettext_lazy("close"),
    Action.REOPEN: gettext_lazy("reopen"),
    Action.RETYPE: gettext_lazy("retype"),
    Action.MERGE: gettext_lazy("merge"),
    Action.RESTRICT: gettext_lazy("restrict"),
    Action.SETTLE: gettext_lazy("settle obligations"),
    Action.DRAFT_POLICY: gettext_lazy("write the strategy"),
    Action.COMMENT_POLICY: gettext_lazy("comment on the strategy"),
    Action.TEST_POLICY: gettext_lazy("try a strategy out"),
    Action.KEEP_RECORDS: gettext_lazy("record exercises and training"),
    Action.PUBLISH_POLICY: gettext_lazy("publish the strategy"),
    Action.MIGRATE_POLICY: gettext_lazy("move incidents to another version"),
    Action.ADMINISTER: gettext_lazy("set up people and the centre"),
}


def role_name(role: str) -> str:
    """Return a role of an account in words."""
    return role.replace("_", " ").capitalize()


def role_names(roles: list[str]) -> str:
    """Return several roles in words."""
    return ", ".join(role_name(role) for role in roles)


def role_cards() -> list[tuple[str, Any]]:
    """Return every role of an account with what it may do, for ticking."""
    return [(str(role), card(role_name(role), "", _may(role))) for role in Role]


def _may(role: Role) -> str:
    if role is Role.AUDITOR:
        return _("Reads everything, restricted incidents too; changes nothing.")
    words = [str(MAY_WORDS[action]) for action in MAY_WORDS if role in MAY[action]]
    says = _("May %(words)s.") % {"words": ", ".join(words)}
    if role is Role.INCIDENT_MANAGER:
        says += " " + _("Sees restricted incidents.")
    return says


def people() -> list[dict[str, Any]]:
    """Return every account: who may sign in first, by name."""
    rows = sorted(accounts.everybody(), key=lambda one: not one.is_active)
    secured = second_factor.owners(one.pk for one in rows)
    return [
        {"person": one, "roles": role_names(one.roles), "has_second_factor": one.pk in secured}
        for one in rows
    ]


def standing_roles(person_id: int, strategy: Strategy) -> list[dict[str, Any]]:
    """Return the responder roles a person answers for, and as which in the order."""
    return [
        {"name": _name_of(strategy, role), "rank": rank, "url": _role_url(role)}
        for role, rank in organisation.standing_roles_of(person_id).items()
    ]


def cover(strategy: Strategy) -> dict[str, Any]:
    """Return who answers for each responder role, and the roles that nobody answers for."""
    told = roles_told(strategy)
    codes = [*strategy.roles, *sorted(told - strategy.roles.keys())]
    holders, on_rota = organisation.holders_of(codes), rotas.rotas_of_roles(codes)
    rows = [
        {
            "name": _name_of(strategy, code),
            "duty": strategy.roles[code].duty if code in strategy.roles else "",
            "people": [
                *([_("rota %(code)s") % {"code": on_rota[code]}] if code in on_rota else []),
                *(person.name for person in holders.get(code, [])),
            ],
            "told": code in told,
            "url": _role_url(code),
        }
        for code in codes
    ]
    missing = [row for row in rows if row["told"] and not row["people"]]
    return {"roles": rows, "missing": missing}


def holders(role: str, strategy: Strategy) -> dict[str, Any]:
    """Return who answers for one role, in order, deactivated people too."""
    ranks = organisation.ranks_of(role)
    rule = strategy.roles.get(role)
    known = {person.pk: person for person in accounts.everybody() if person.pk in ranks}
    rows: list[dict[str, Any]] = [
        {
            "person": known[pk],
            "rank": rank,
            "may_hold": rule is None or not rule.held_by.isdisjoint(known[pk].roles),
        }
        for pk, rank in ranks.items()
    ]
    return {
        "code": role,
        "name": _name_of(strategy, role),
        "duty": rule.duty if rule else "",
        "held_by": role_names(sorted(rule.held_by)) if rule else "",
        "told": role in roles_told(strategy),
        "covered": any(row["person"].is_active for row in rows),
        "next_rank": max(ranks.values(), default=0) + 1,
        "rows": rows,
    }


def sections() -> list[dict[str, Any]]:
    """Return what the centre consists of, kind by kind."""
    return [
        _section("site", _("Sites"), _("Add a site"), organisation.sites(), _site),
        _section("service", _("Services"), _("Add a service"), organisation.services(), _service),
        _section(
            "queue",
            _("Contact queues"),
            _("Add a queue"),
            organisation.queues().select_related("service"),
            lambda row: row.service.name if row.service else _("no service"),
        ),
        _section(
            "account",
            _("Client accounts"),
            _("Add an account"),
            organisation.accounts(),
            lambda row: _("key account") if row.key_account else "",
        ),
        _section("team", _("Teams"), _("Add a team"), organisation.teams(), _team),
        _section(
            "contact",
            _("Outside contacts"),
            _("Add a contact"),
            organisation.contacts(),
            lambda row: row.company,
        ),
    ]


def strategy(at: datetime) -> Strategy:
    """Return the strategy in force."""
    return directory.strategy(at=at).strategy


def _section(kind: str, title: str, add: str, rows: Any, says: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "add": add,
        "rows": [{"name": row.name, "code": row.code, "says": says(row)} for row in rows],
    }


def _site(row: Any) -> str:
    seats = ngettext("%(n)d seat", "%(n)d seats", row.seats) % {"n": row.seats}
    return f"{seats} · {row.zone}"


def _service(row: Any) -> str:
    says = [_("critical")] if row.critical else []
    if row.rto is not None:
        says.append(_("back within %(span)s") % {"span": span_text(row.rto)})
    if row.mtpd is not None:
        says.append(_("bearable for %(span)s") % {"span": span_text(row.mtpd)})
    return " · ".join(says)


def _team(row: Any) -> str:
    names = sorted(person.name for person in row.members.all() if person.is_active)
    return ", ".join(names) or _("nobody yet")


def _name_of(strategy: Strategy, role: str) -> str:
    rule = strategy.roles.get(role)
    return rule.name if rule else labels.label({}, role)


def _role_url(role: str) -> str:
    return reverse("web:setup_role", args=[role])
