"""Read how far the agreement of a draft is, and with what evidence a version came into force."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count

from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import drafts, queries
from musterpoint.apps.policies.models import (
    Acknowledgement,
    AgreedVersion,
    ApprovalRequest,
    Consultation,
    Contribution,
    Invitation,
    ReviewDate,
    Signature,
    StrategyDraft,
    StrategyVersion,
)
from musterpoint.apps.policies.queries import NoStrategyInForce
from musterpoint.domain.agreeing import Progress, Signed, Verdict, may_sign, rule_for
from musterpoint.domain.authority import Actor
from musterpoint.domain.decisions import Decision
from musterpoint.domain.policy import parsing
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.domain.policy.preparing import AgreementRule
from musterpoint.domain.policy.tree import grown


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A draft on its way: the round that counts, the text as a value, and the progress."""

    draft: StrategyDraft
    round: Consultation | None
    strategy: Strategy | None
    progress: Progress

    @property
    def rule(self) -> AgreementRule | None:
        """By which rule this draft is agreed."""
        return self.progress.rule


def standing_of(draft: StrategyDraft, *, at: datetime, errors: int | None = None) -> Standing:
    """Return how far a draft is. ``errors`` replaces the count that was kept with it."""
    strategy = strategy_of(draft)
    round_ = None if draft.state == DraftState.DRAFTING else last_round(draft.pk)
    in_round = contributions(round_.pk) if round_ is not None else []
    return Standing(
        draft=draft,
        round=round_,
        strategy=strategy,
        progress=Progress(
            stage=DraftState(draft.state),
            digest=draft.digest,
            rule=rule_for(strategy.agreement if strategy else None, rule_in_force(at=at)),
            errors=draft.errors if errors is None else errors,
            opened_at=round_.opened_at if round_ is not None else None,
            heard=frozenset(one.group for one in in_round if one.group),
            waiting=tuple(one.number for one in in_round if waits(one)),
            signatures=tuple(map(_signed, signatures(draft.pk))),
        ),
    )


def strategy_of(draft: StrategyDraft) -> Strategy | None:
    """Return a draft as a strategy, or None while it has not got the shape of one."""
    try:
        return _strategy(draft.pk, draft.digest)
    except _Moved as trouble:
        return trouble.strategy


class _Moved(Exception):
    """Somebody changed the draft after its row was read; this must not be remembered as that."""

    def __init__(self, strategy: Strategy | None) -> None:
        self.strategy = strategy


@lru_cache(maxsize=8)
def _strategy(draft_id: int, digest: str) -> Strategy | None:
    """Return a draft as a strategy, although the checks may find faults with it."""
    found = parsing.build(grown(drafts.tree(draft_id)))[0]
    if not StrategyDraft.objects.filter(pk=draft_id, digest=digest).exists():
        raise _Moved(found)
    return found


def rule_in_force(*, at: datetime) -> AgreementRule | None:
    """Return the rule of agreement that is in force, or None."""
    try:
        return queries.in_force(at=at).strategy.agreement
    except NoStrategyInForce:
        return None


def waits(contribution: Contribution) -> bool:
    """Return whether somebody said something and nobody has answered it."""
    return bool(contribution.says) and not hasattr(contribution, "answer")


def _signed(row: Signature) -> Signed:
    return Signed(
        role=row.role,
        person_id=row.person_id,
        digest=row.digest,
        verdict=Verdict(row.verdict),
    )


def last_round(draft_id: int) -> Consultation | None:
    """Return the newest consultation of a draft, open or ended."""
    rows = Consultation.objects.filter(draft_id=draft_id).select_related("opened_by")
    return rows.order_by("-number").first()


def rounds(draft_id: int) -> list[Consultation]:
    """Return all consultations of a draft, the first one first."""
    rows = Consultation.objects.filter(draft_id=draft_id).select_related("opened_by")
    return list(rows.order_by("number"))


def contributions(round_id: int) -> list[Contribution]:
    """Return what was said in one round, in order, with answers."""
    rows = Contribution.objects.filter(consultation_id=round_id)
    people = ("person", "invitation__person", "recorded_by", "answer__by")
    return list(rows.select_related(*people).order_by("number"))


def invitations(round_id: int) -> list[Invitation]:
    """Return who was invited in one round, in order."""
    rows = Invitation.objects.filter(consultation_id=round_id)
    return list(rows.select_related("person", "invited_by").order_by("id"))


def invitation_of(round_id: int, person_id: int) -> Invitation | None:
    """Return the invitation that a colleague has in one round, or None."""
    rows = Invitation.objects.filter(consultation_id=round_id, person_id=person_id, ended_at=None)
    return rows.first()


def signatures(draft_id: int) -> list[Signature]:
    """Return every signature and refusal of a draft, in the order they were given."""
    rows = Signature.objects.filter(draft_id=draft_id).select_related("person")
    return list(rows.order_by("id"))


def approvals(draft_id: int) -> list[ApprovalRequest]:
    """Return every time this draft was put up for approval, the first one first."""
    rows = ApprovalRequest.objects.filter(draft_id=draft_id).select_related("asked_by")
    return list(rows.order_by("number"))


def may_they_sign(standing: Standing, role: str, by: Actor) -> Decision[bool]:
    """Return whether somebody may sign a draft as ``role``, and why, or why not."""
    rule = standing.strategy.roles.get(role) if standing.strategy else None
    named = organisation.holders_of([role]).get(role, [])
    return may_sign(
        standing.progress,
        role,
        rule=rule,
        person_id=by.person_id or 0,
        account_roles=by.roles,
        standing=[person.pk for person in named],
    )


# Versions -------------------------------------------------------------------------------


def agreed(version_ids: Iterable[int]) -> dict[int, AgreedVersion]:
    """Return from which draft each of these versions came, by version."""
    rows = AgreedVersion.objects.filter(version__in=set(version_ids)).select_related("draft")
    return {row.version_id: row for row in rows}


def version_of(draft_id: int) -> AgreedVersion | None:
    """Return which version a draft became, or None."""
    rows = AgreedVersion.objects.filter(draft=draft_id).select_related("version")
    return rows.defer("version__text").first()


def reviews(version_ids: Iterable[int]) -> dict[int, ReviewDate]:
    """Return when each of these versions is read again, by version."""
    rows = ReviewDate.objects.filter(version__in=set(version_ids)).select_related("set_by")
    return {row.version_id: row for row in rows}


def readings(version_id: int) -> list[Acknowledgement]:
    """Return who said that they have read a version, the first one first."""
    rows = Acknowledgement.objects.filter(version_id=version_id).select_related("person")
    return list(rows.order_by("at", "id"))


def read_counts(version_ids: Iterable[int]) -> dict[int, int]:
    """Return how many people say that they have read each of these versions."""
    rows = Acknowledgement.objects.filter(version__in=set(version_ids)).values("version")
    return dict(rows.annotate(count=Count("id")).values_list("version", "count"))


def has_read(version_ids: Collection[int], *, person_id: int) -> set[int]:
    """Return which of these versions a person says to have read."""
    rows = Acknowledgement.objects.filter(version__in=version_ids, person_id=person_id)
    return set(rows.values_list("version_id", flat=True))


def words_of_origin(version: StrategyVersion, *, is_agreed: bool) -> str:
    """Return how a version came into force, openly also where nobody signed it."""
    if is_agreed:
        return "Agreed: consulted, signed and published from a draft."
    if version.published_by_id is None:
        return "Published from the command line by the operator, without recorded approval."
    return "Published directly, without recorded approval."
