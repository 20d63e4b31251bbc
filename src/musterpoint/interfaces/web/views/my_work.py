"""What waits for whoever is signed in, what they work on, what they have not sent."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from musterpoint.apps.communications.queries import promises
from musterpoint.apps.incidents import queries
from musterpoint.apps.incidents.queries import Filters, Order, handing
from musterpoint.apps.incidents.queries.drafts import Kept, drafts_of
from musterpoint.apps.incidents.queries.held import roles_held
from musterpoint.apps.notifications import queries as notifications
from musterpoint.apps.policies import remarks
from musterpoint.apps.reporting.waiting import Item
from musterpoint.domain.authority import Role
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.context import attention_of
from musterpoint.interfaces.web.shown import handovers, labels, promised, rows

MOST = 50
NOTICES = 6


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "my_work/page.html", _context(request))


@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    return render(request, "my_work/_waiting.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    actor, at = asked.actor(request), asked.moment(request)
    person = asked.person(request).pk
    mine = Filters(open=True, imported=False, involving=person)
    found = queries.page(actor, mine, order=Order.DUE, limit=MOST)
    strategy = directory.strategy(at=at).strategy
    held = roles_held(person, [row.id for row in found.rows]) if found.rows else {}
    names = {code: rule.name for code, rule in strategy.roles.items()}
    working = [
        row | {"my_role": ", ".join(names.get(code, code) for code in held.get(row["id"], ()))}
        for row in rows.shown(found.rows, strategy)
    ]
    may_acknowledge = Role.AUDITOR not in actor.roles  # the path has called whoever sees this
    return {
        "nav": "my_work",
        "topic": f"person:{person} board",
        "live_url": reverse("web:my_work_pieces"),
        "waiting": [
            _item(one, may_acknowledge=may_acknowledge) for one in attention_of(request).items
        ],
        "mine": working,
        "drafts": [_draft(one) for one in drafts_of(person)],
        "clauses": remarks.waiting_for(person),
        "offered": handovers.listed(handing.listed(handing.waiting_for(person), limit=NOTICES)),
        "promises": _promises(request),
        "notices": notifications.unread(asked.person(request), limit=NOTICES),
    }


def _promises(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what they owe, that due first first, and what was found in texts of theirs."""
    actor, at = asked.actor(request), asked.moment(request)
    found = promises.mine(actor, limit=NOTICES)
    return [promised.row(one, actor, at=at, may_act=False) for one in found]


def _item(one: Item, *, may_acknowledge: bool) -> dict[str, Any]:
    words = {
        "acknowledge": (_("Acknowledge"), _("The escalation has come to you."), _("Acknowledge")),
        "due": (labels.label(labels.CLOCK, one.due_kind), _("You lead it."), _("Open")),
        "help": (
            _("%(name)s asks: %(says)s") % {"name": one.by, "says": one.says},
            "",
            _("Answer"),
        ),
        "task": (one.says, _("A task of a role you hold."), _("Open")),
        "reassess": (_("Look at the priority again"), one.says, _("Open")),
    }
    says, why, label = words[one.kind]
    acts_here = one.kind == "acknowledge" and may_acknowledge
    return {
        "says": says,
        "why": why,
        "ref": one.ref,
        "title": one.title,
        "priority": one.priority,
        "due_at": one.due_at,
        "form": "acknowledge" if acts_here else "",
        "label": label,
        "kind": one.kind,
        "anchor": {"help": "#help", "task": "#tasks", "reassess": "#priority"}.get(one.kind, ""),
    }


def _draft(one: Kept) -> dict[str, Any]:
    if one.key == "log":
        url, label = reverse("web:log"), _("An incident you began to log")
    else:
        verb, _sep, ref = one.key.partition("-")
        url = reverse("web:incidents") + f"?q={ref}"
        label = _("A note on %(ref)s") % {"ref": ref}
        if ref.startswith("INC-"):
            url = f"/incidents/{ref}/" if verb == "note" else f"/incidents/{ref}/do/{verb}/"
    return {"label": label, "url": url, "saved_at": one.saved_at}
