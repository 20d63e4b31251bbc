"""The page on which a draft is agreed: who is asked, what was said and answered, who signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.policies import agreement, drafts
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown import agreeing as shown
from musterpoint.interfaces.web.shown import evidence
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.answer_contribution import answer_contribution
from musterpoint.usecases.approve_draft import ask_for_approval, refuse_to_sign, sign_draft
from musterpoint.usecases.consult_draft import (
    Guest,
    end_invitation,
    invite,
    open_consultation,
    record_consultation,
)
from musterpoint.usecases.publish_draft import publish_draft
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.withdraw_draft import (
    abandon_draft,
    return_to_consultation,
    withdraw_to_drafting,
)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far a draft is, or do what the page asks and come back."""
    if request.method != "POST":
        return render(request, "strategy/agreeing/agreement.html", _context(request, number))
    act = asked.text(request, "act")
    if act not in ACTS:
        raise Http404
    try:
        says = ACTS[act](request, number, {"by": asked.actor(request), "at": asked.moment(request)})
    except Refusal as refusal:
        context = _context(request, number)
        context |= {"refusals": answering.words_of(refusal), "typed": {act: request.POST}}
        status = answering.status_of(refusal)
        return render(request, "strategy/agreeing/agreement.html", context, status=status)
    messages.success(request, says)
    return redirect("web:draft_agreement", number=number)


def _context(request: HttpRequest, number: int) -> dict[str, Any]:
    at, actor = asked.moment(request), asked.actor(request)
    standing = agreement.standing_of(drafts.draft(number), at=at)
    leads = asked.allowed(request, Action.DRAFT_POLICY)
    head = shown.head(standing, at=at)
    is_open = head["stage"] == "consultation"
    approvals = agreement.approvals(number)
    names = shown.group_names(standing.rule)
    return {
        "nav": "strategy",
        "draft": head,
        "leads": leads,
        "publishes": asked.allowed(request, Action.PUBLISH_POLICY),
        "round": standing.round,
        "groups": shown.groups(standing),
        "comments": shown.comments(standing.round, names=names),
        "earlier": [one for one in shown.rounds(number, names=names) if standing.round is None
                    or one["number"] != standing.round.number],
        "changed": shown.changed_clauses(standing) if is_open and leads else [],
        "outcomes": shown.outcome_words(),
        "colleagues": shown.colleagues() if is_open and leads else [],
        "approvers": shown.approvers(standing, actor),
        "given": shown.given(number),
        "request_": approvals[-1] if approvals else None,
        "today": timezone.localtime(at).date(),
        "version": _version(number),
        "tried": evidence.of_draft(number, digest=standing.draft.digest, for_=actor)
                 if asked.allowed(request, Action.TEST_POLICY) else None,
    }  # fmt: skip


def _version(number: int) -> int | None:
    bond = agreement.version_of(number)
    return bond.version.number if bond else None


def _open(request: HttpRequest, number: int, how: Any) -> str:
    open_consultation(draft_id=number, says=asked.text(request, "says"), **how)
    return _("The consultation is open. Invite the groups that the document names.")


def _invite(request: HttpRequest, number: int, how: Any) -> str:
    people = [
        int(one) for one in request.POST.getlist("person") if one.isdecimal() and len(one) < 18
    ]
    name, email = asked.text(request, "name").strip(), asked.text(request, "email").strip()
    guests = [Guest(name=name, email=email)] if name or email else []
    group = asked.text(request, "group")
    invite(draft_id=number, group=group, people=people, guests=guests, **how)
    return _("Invited.")


def _end(request: HttpRequest, number: int, how: Any) -> str:
    wanted = asked.text(request, "invitation")
    pk = int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0
    end_invitation(draft_id=number, invitation_id=pk, **how)
    return _("The invitation was taken back. Its link opens nothing any more.")


def _record(request: HttpRequest, number: int, how: Any) -> str:
    record_consultation(
        draft_id=number,
        group=asked.text(request, "group"),
        held_on=_day(asked.text(request, "held_on")),
        spoke_with=asked.text(request, "spoke_with"),
        says=asked.text(request, "says"),
        **how,
    )
    return _("Written down.")


def _answer(request: HttpRequest, number: int, how: Any) -> str:
    wanted = asked.text(request, "number")
    answer_contribution(
        draft_id=number,
        number=int(wanted) if wanted.isdecimal() and len(wanted) < 9 else 0,
        outcome=asked.text(request, "outcome"),
        says=asked.text(request, "says"),
        clauses=request.POST.getlist("clause"),
        **how,
    )
    return _("Answered. Whoever said it is told.")


def _ask(request: HttpRequest, number: int, how: Any) -> str:
    ask_for_approval(draft_id=number, says=asked.text(request, "says"), **how)
    return _("Put up for approval. Everybody who must sign is told.")


def _sign(request: HttpRequest, number: int, how: Any) -> str:
    sign_draft(
        draft_id=number,
        role=asked.text(request, "role"),
        digest=asked.text(request, "digest"),
        says=asked.text(request, "says"),
        **how,
    )
    return _("Signed.")


def _refuse(request: HttpRequest, number: int, how: Any) -> str:
    refuse_to_sign(
        draft_id=number,
        role=asked.text(request, "role"),
        digest=asked.text(request, "digest"),
        says=asked.text(request, "says"),
        **how,
    )
    return _("Kept: you refuse to sign this text.")


def _withdraw(request: HttpRequest, number: int, how: Any) -> str:
    withdraw_to_drafting(draft_id=number, says=asked.text(request, "says"), **how)
    return _("Taken back for writing.")


def _reopen(request: HttpRequest, number: int, how: Any) -> str:
    return_to_consultation(draft_id=number, says=asked.text(request, "says"), **how)
    return _("The consultation is open again.")


def _abandon(request: HttpRequest, number: int, how: Any) -> str:
    abandon_draft(draft_id=number, says=asked.text(request, "says"), **how)
    return _("Given up.")


def _publish(request: HttpRequest, number: int, how: Any) -> str:
    published = publish_draft(
        draft_id=number,
        note=asked.text(request, "note"),
        in_force_from=_moment(asked.text(request, "in_force_from")),
        **how,
    )
    return _("Published as version %(n)d.") % {"n": published.number}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(Problem(field="held_on", says=_("Choose the day of the meeting."))) from None


def _moment(text: str) -> datetime | None:
    """Return the instant of a wall clock in the centre's zone; nothing typed means at once."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(directory.centre()[1]))
    except ValueError:
        says = _("Choose from when it holds, or leave it empty.")
        raise Refusal(Problem(field="in_force_from", says=says)) from None


ACTS: Mapping[str, Callable[[HttpRequest, int, Any], str]] = {
    "open": _open,
    "invite": _invite,
    "end": _end,
    "record": _record,
    "answer": _answer,
    "ask": _ask,
    "sign": _sign,
    "refuse": _refuse,
    "withdraw": _withdraw,
    "reopen": _reopen,
    "abandon": _abandon,
    "publish": _publish,
}
