"""From draft to in force: consult, answer, sign, publish; versions read, and compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query, Router
from pydantic import AfterValidator, BaseModel, Field

from musterpoint.apps.policies import comparing
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.comparing import NoSuchText
from musterpoint.apps.policies.drafts import NoSuchDraft
from musterpoint.domain.authority import Action
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.addresses import ROOT
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import Bearer, actor_of
from musterpoint.interfaces.api.query import words
from musterpoint.interfaces.api.shapes import agreeing as shapes
from musterpoint.interfaces.api.views.agreeing import agreement_said, difference, evidence
from musterpoint.usecases import approve_draft, consult_draft, withdraw_draft
from musterpoint.usecases.answer_contribution import answer_contribution
from musterpoint.usecases.contribute import contribute
from musterpoint.usecases.look_after_versions import acknowledge_version, set_review_date
from musterpoint.usecases.publish_draft import publish_draft

on_drafts = Router(tags=["Strategy"])
on_versions = Router(tags=["Strategy"])

DraftNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]
Number = Annotated[int, Field(ge=1, le=2**31 - 1)]
BACK = {
    "drafting": withdraw_draft.withdraw_to_drafting,
    "consultation": withdraw_draft.return_to_consultation,
    "abandoned": withdraw_draft.abandon_draft,
}


class CompareQuery(BaseModel):
    """Which two texts: a number of a version, or ``draft:7``."""

    old: Annotated[str, AfterValidator(words)] = Field(max_length=40)
    new: Annotated[str, AfterValidator(words)] = Field(max_length=40)


@on_drafts.get(
    "/{int:number}/agreement",
    response={200: shapes.AgreementSaid},
    auth=Bearer(),
    operation_id="read_agreement",
    summary="Read how far a draft is",
)
def read_agreement(request: HttpRequest, number: Path[DraftNumber]) -> HttpResponse:
    """What is missing before its next move, and everything that was said and signed."""
    return _done(request, number, lambda **_how: None)


@on_drafts.post(
    "/{int:number}/consultation",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="open_consultation",
    summary="Open a consultation",
)
def open_(request: HttpRequest, number: Path[DraftNumber], body: shapes.WordsBody) -> HttpResponse:
    """From now on each change of the draft says why."""
    return _done(request, number, consult_draft.open_consultation, says=body.says)


@on_drafts.post(
    "/{int:number}/invitations",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="invite_to_consultation",
    summary="Invite people",
)
def invite(
    request: HttpRequest, number: Path[DraftNumber], body: shapes.InviteBody
) -> HttpResponse:
    """Colleagues sign in; others get a link of their own by mail."""
    guests = [consult_draft.Guest(name=one.name, email=one.email) for one in body.guests]
    told: dict[str, Any] = {"group": body.group, "people": body.people, "guests": guests}
    return _done(request, number, consult_draft.invite, **told)


@on_drafts.delete(
    "/{int:number}/invitations/{int:invitation}",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="end_invitation",
    summary="Take an invitation back",
)
def end_invitation(
    request: HttpRequest, number: Path[DraftNumber], invitation: Path[DraftNumber]
) -> HttpResponse:
    """Its link opens nothing any more."""
    return _done(request, number, consult_draft.end_invitation, invitation_id=invitation)


@on_drafts.post(
    "/{int:number}/contributions",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.COMMENT_POLICY),
    operation_id="contribute",
    summary="Say what you think of a draft",
)
def say(
    request: HttpRequest, number: Path[DraftNumber], body: shapes.ContributionBody
) -> HttpResponse:
    """Of one clause or of the whole; or that you have read it."""
    told: dict[str, Any] = {"says": body.says, "clause": body.clause, "read": body.read}
    return _done(request, number, contribute, **told)


@on_drafts.post(
    "/{int:number}/meetings",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="record_consultation",
    summary="Write down a meeting",
)
def meet(request: HttpRequest, number: Path[DraftNumber], body: shapes.MeetingBody) -> HttpResponse:
    """It counts as a consultation of the group."""
    told = body.model_dump()
    return _done(request, number, consult_draft.record_consultation, **told)


@on_drafts.post(
    "/{int:number}/contributions/{int:contribution}/answer",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="answer_contribution",
    summary="Answer a comment",
)
def answer_(
    request: HttpRequest,
    number: Path[DraftNumber],
    contribution: Path[DraftNumber],
    body: shapes.AnswerBody,
) -> HttpResponse:
    """Once, with what became of it; whoever said it is told."""
    told: dict[str, Any] = {
        "outcome": body.outcome, "says": body.says, "clauses": body.clauses,
    }  # fmt: skip

    def act(*, draft_id: int, **how: Any) -> None:
        answer_contribution(draft_id=draft_id, number=contribution, **told, **how)

    return _done(request, number, act)


@on_drafts.post(
    "/{int:number}/approval",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="ask_for_approval",
    summary="Ask for approval",
)
def ask(request: HttpRequest, number: Path[DraftNumber], body: shapes.WordsBody) -> HttpResponse:
    """409 names everything that is still missing."""
    return _done(request, number, approve_draft.ask_for_approval, says=body.says)


@on_drafts.post(
    "/{int:number}/signatures",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.COMMENT_POLICY),
    operation_id="sign_draft",
    summary="Sign, or refuse to",
)
def sign(
    request: HttpRequest, number: Path[DraftNumber], body: shapes.SignatureBody
) -> HttpResponse:
    """As one of the roles that the document names; it holds for the text with this digest."""
    is_yes = body.verdict == "signed"
    act = approve_draft.sign_draft if is_yes else approve_draft.refuse_to_sign
    told: dict[str, Any] = {"role": body.role, "digest": body.digest, "says": body.says}
    return _done(request, number, act, **told)


@on_drafts.post(
    "/{int:number}/withdraw",
    response={200: shapes.AgreementSaid},
    auth=Bearer(Action.DRAFT_POLICY),
    operation_id="withdraw_draft",
    summary="Take a draft back",
)
def withdraw(
    request: HttpRequest, number: Path[DraftNumber], body: shapes.WithdrawBody
) -> HttpResponse:
    """To writing, to consultation, or for good."""
    return _done(request, number, BACK[body.to], says=body.says)


@on_drafts.post(
    "/{int:number}/publish",
    response={201: shapes.PublishedDraftSaid},
    auth=Bearer(Action.PUBLISH_POLICY),
    operation_id="publish_draft",
    summary="Publish an approved draft",
)
def publish(
    request: HttpRequest, number: Path[DraftNumber], body: shapes.PublishDraftBody
) -> HttpResponse:
    """Word for word what was signed."""
    try:
        made = publish_draft(
            draft_id=number,
            note=body.note,
            in_force_from=body.in_force_from,
            by=actor_of(request),
            at=clock.now(),
        )
    except NoSuchDraft:
        raise Http404 from None
    said = {"number": made.number, "in_force_from": made.in_force_from}
    return answer(said, status=201, location=f"{ROOT}/policies/{made.number}")


@on_versions.get(
    "/compare",
    response={200: shapes.ComparisonSaid},
    auth=Bearer(),
    operation_id="compare_policies",
    summary="Compare two texts",
)
def compare(request: HttpRequest, asked: Query[CompareQuery]) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """What differs, who changed it, when and why."""
    try:
        old, new = comparing.side(asked.old), comparing.side(asked.new)
    except NoSuchText:
        raise Http404 from None
    items = [difference(one) for one in comparing.compared(old, new)]
    return answer({"old": old.name, "new": new.name, "items": items})


@on_versions.get(
    "/{int:number}/agreement",
    response={200: shapes.EvidenceSaid},
    auth=Bearer(),
    operation_id="read_evidence",
    summary="Read how a version came into force",
)
def read_evidence(request: HttpRequest, number: Path[Number]) -> HttpResponse:  # noqa: ARG001  # a route is handed one
    """Its signatures, its review date, and how many have read it."""
    return _version(number)


@on_versions.post(
    "/{int:number}/acknowledge",
    response={200: shapes.EvidenceSaid},
    auth=Bearer(Action.COMMENT_POLICY),
    operation_id="acknowledge_policy",
    summary="Say that you have read a version",
)
def acknowledge(request: HttpRequest, number: Path[Number]) -> HttpResponse:
    """It cannot be taken back. Takes no body."""
    _must_exist(number)
    acknowledge_version(number=number, by=actor_of(request), at=clock.now())
    return _version(number)


@on_versions.post(
    "/{int:number}/review",
    response={200: shapes.EvidenceSaid},
    auth=Bearer(Action.PUBLISH_POLICY),
    operation_id="set_review_date",
    summary="Set when a version is read again",
)
def review(request: HttpRequest, number: Path[Number], body: shapes.ReviewBody) -> HttpResponse:
    """Those who sign it are reminded on its morning."""
    _must_exist(number)
    set_review_date(number=number, date=body.date, by=actor_of(request), at=clock.now())
    return _version(number)


def _done(
    request: HttpRequest, number: int, act: Callable[..., object], **told: Any
) -> HttpResponse:
    """Do something to a draft and answer how far it is."""
    at = clock.now()
    try:
        act(draft_id=number, by=actor_of(request), at=at, **told)
        return answer(agreement_said(number, at=at))
    except NoSuchDraft:
        raise Http404 from None


def _must_exist(number: int) -> None:
    try:
        policies.by_number(number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _version(number: int) -> HttpResponse:
    _must_exist(number)
    return answer(evidence(policies.by_number(number), at=clock.now()))
