"""From draft to in force: who is asked, what is answered, who signs, and what is still missing.

Pure rules over values that say how far a draft has come. What a draft says and how it is kept is
others' business; so is who may edit it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import RoleRule
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.domain.policy.preparing import AgreementRule
from musterpoint.domain.policy.spans import span_text

NEXT: Mapping[DraftState, frozenset[DraftState]] = {
    DraftState.DRAFTING: frozenset(
        {DraftState.CONSULTATION, DraftState.APPROVAL, DraftState.ABANDONED}
    ),
    DraftState.CONSULTATION: frozenset(
        {DraftState.DRAFTING, DraftState.APPROVAL, DraftState.ABANDONED}
    ),
    DraftState.APPROVAL: frozenset(
        {DraftState.DRAFTING, DraftState.CONSULTATION, DraftState.APPROVED, DraftState.ABANDONED}
    ),
    DraftState.APPROVED: frozenset(
        {DraftState.DRAFTING, DraftState.CONSULTATION, DraftState.PUBLISHED, DraftState.ABANDONED}
    ),
    DraftState.PUBLISHED: frozenset(),
    DraftState.ABANDONED: frozenset(),
}


class Verdict(StrEnum):
    """What somebody who is asked to sign says."""

    SIGNED = "signed"
    REFUSED = "refused"


class Way(StrEnum):
    """How somebody was consulted: by a comment, by reading only, or in a meeting."""

    COMMENT = "comment"
    READ = "read"
    MEETING = "meeting"


class Outcome(StrEnum):
    """What became of a comment."""

    CHANGED = "changed"
    PARTLY = "partly"
    NOT_CHANGED = "not_changed"
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One signature: it holds for the text with this digest, and for no other."""

    role: str
    person_id: int
    digest: str
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a draft is. ``heard`` are the groups with a recorded consultation in this round.

    ``waiting`` are the numbers of comments that nobody answered; ``signatures`` stand in the order
    in which they were given. ``digest`` is that of the text as it reads now.
    """

    stage: DraftState
    digest: str
    rule: AgreementRule | None = None
    errors: int = 0
    opened_at: datetime | None = None
    heard: frozenset[str] = frozenset()
    waiting: tuple[int, ...] = ()
    signatures: tuple[Signed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing that stands in the way, and what would take it away."""

    guard: str
    says: str


class IllegalStage(ValueError):
    """A draft does not go this way from where it is."""

    def __init__(self, present: DraftState, to: DraftState) -> None:
        self.present, self.to = present, to
        super().__init__(f"A draft {_IS[present]} cannot be {_BECOMES[to]}.")


_IS: Mapping[DraftState, str] = {
    DraftState.DRAFTING: "that is being written",
    DraftState.CONSULTATION: "in consultation",
    DraftState.APPROVAL: "that waits for approval",
    DraftState.APPROVED: "that is approved",
    DraftState.PUBLISHED: "that is published",
    DraftState.ABANDONED: "that was abandoned",
}
_BECOMES: Mapping[DraftState, str] = {
    DraftState.DRAFTING: "taken back for writing",
    DraftState.CONSULTATION: "put to consultation",
    DraftState.APPROVAL: "put up for approval",
    DraftState.APPROVED: "approved",
    DraftState.PUBLISHED: "published",
    DraftState.ABANDONED: "abandoned",
}
_AHEAD: Mapping[DraftState, DraftState] = {
    DraftState.DRAFTING: DraftState.CONSULTATION,
    DraftState.CONSULTATION: DraftState.APPROVAL,
    DraftState.APPROVAL: DraftState.APPROVED,
    DraftState.APPROVED: DraftState.PUBLISHED,
}
_Found = Iterator[tuple[Missing, Because]]


def rule_for(own: AgreementRule | None, in_force: AgreementRule | None) -> AgreementRule | None:
    """Return by which rule a text is agreed: its own, else that of the version in force.

    So nobody gets round an agreement by leaving it out of the next text.
    """
    return own if is_agreed(own) else in_force if is_agreed(in_force) else None


def is_agreed(rule: AgreementRule | None) -> bool:
    """Return whether ``rule`` asks anybody: groups to consult, or roles to sign."""
    return rule is not None and bool(rule.groups or rule.approvers)


def ahead(progress: Progress) -> DraftState | None:
    """Return the next stage on the way into force; None when there is none."""
    is_asked = progress.rule is not None and bool(progress.rule.groups)
    if progress.stage is DraftState.DRAFTING and not is_asked:
        return DraftState.APPROVAL
    return _AHEAD.get(progress.stage)


def missing(progress: Progress, to: DraftState, *, at: datetime) -> Decision[tuple[Missing, ...]]:
    """Return what must still happen before the draft moves ``to``, or raise IllegalStage.

    Nothing missing means that it may move. The reasons are the clauses that ask for it.
    """
    if to not in NEXT[progress.stage]:
        raise IllegalStage(progress.stage, to)
    found = list(_GUARDS.get(to, _nothing)(progress, at))
    return Decision(
        value=tuple(one for one, _ in found),
        because=tuple(dict.fromkeys(why for _, why in found)),
    )


def _nothing(_progress: Progress, _at: datetime) -> _Found:
    return iter(())


def _sound(progress: Progress) -> _Found:
    if progress.errors:
        count = f"{progress.errors} error{'s' if progress.errors > 1 else ''}"
        says = f"The check finds {count}. Mend what it names."
        why = Because(clause="", says="Nobody is asked about a text that could not be published.")
        yield Missing(guard="errors", says=says), why


def _to_consultation(progress: Progress, _at: datetime) -> _Found:
    if progress.stage is not DraftState.DRAFTING:
        return
    yield from _sound(progress)
    if progress.rule is None or not progress.rule.groups:
        says = "The document names no groups to ask. Name them, or ask for approval."
        why = Because(clause="agreement.groups", says="Groups are asked before approval.")
        yield Missing(guard="groups", says=says), why


def _to_approval(progress: Progress, at: datetime) -> _Found:
    yield from _sound(progress)
    rule = progress.rule
    if rule is None:
        return
    for group in rule.groups:
        if group.code not in progress.heard:
            says = f"No consultation of {group.name} is recorded."
            why = Because(clause=f"agreement.groups.{group.code}", says=group.says)
            yield Missing(guard=f"group:{group.code}", says=says), why
    yield from _open_long_enough(progress, rule, at)
    if progress.waiting:
        numbers = ", ".join(str(number) for number in progress.waiting)
        says = f"Not answered yet: {numbers}. Say what became of every comment."
        why = Because(clause="agreement", says="Every comment has an answer before approval.")
        yield Missing(guard="answers", says=says), why


def _open_long_enough(progress: Progress, rule: AgreementRule, at: datetime) -> _Found:
    if not rule.groups or not rule.open_for:
        return
    until = closes_at(progress)
    if until is None or at < until:
        says = f"A consultation stays open for {span_text(rule.open_for)} at least."
        why = Because(clause="agreement.open_for", says="People need time to read and to answer.")
        yield Missing(guard="open_for", says=says), why


def closes_at(progress: Progress) -> datetime | None:
    """Return until when a consultation stays open at least; None while none is open."""
    if progress.opened_at is None:
        return None
    return progress.opened_at + (progress.rule.open_for if progress.rule else timedelta(0))


def _to_approved(progress: Progress, _at: datetime) -> _Found:
    for role, given in signatures(progress).items():
        if given is not None and given.verdict is Verdict.SIGNED:
            continue
        what = "has not signed" if given is None else "refused to sign"
        says = f"{role.replace('_', ' ').capitalize()} {what} this text."
        why = Because(clause="agreement.approvers", says="Every role that it names must sign.")
        yield Missing(guard=f"signature:{role}", says=says), why


def _to_published(progress: Progress, at: datetime) -> _Found:
    yield from _sound(progress)
    yield from _to_approved(progress, at)


_GUARDS: Mapping[DraftState, Callable[[Progress, datetime], _Found]] = {
    DraftState.CONSULTATION: _to_consultation,
    DraftState.APPROVAL: _to_approval,
    DraftState.APPROVED: _to_approved,
    DraftState.PUBLISHED: _to_published,
}


def signatures(progress: Progress) -> dict[str, Signed | None]:
    """Return for every role that must sign what it last said of the text as it reads now."""
    approvers = progress.rule.approvers if progress.rule else ()
    found: dict[str, Signed | None] = dict.fromkeys(approvers)
    for one in progress.signatures:
        if one.role in found and one.digest == progress.digest:
            found[one.role] = one
    return found


def may_sign(
    progress: Progress,
    role: str,
    *,
    rule: RoleRule | None,
    person_id: int,
    account_roles: Collection[str],
    standing: Collection[int],
) -> Decision[bool]:
    """Return whether a person may sign as ``role``, and why, or why not.

    Where the centre has named who stands for a role, only these sign. In a small centre one person
    may stand for two roles; the evidence shows it.
    """
    if role not in signatures(progress):
        return _no("agreement.approvers", "The document does not name this role as an approver.")
    if standing:
        if person_id in standing:
            return _yes(f"roles.{role}", "The centre names you for this role.")
        return _no(f"roles.{role}", "The centre names others for this role.")
    allowed = rule.held_by if rule is not None else frozenset({role})
    if allowed.isdisjoint(account_roles):
        return _no(f"roles.{role}", "Your account role does not hold this role.")
    return _yes(f"roles.{role}", "Your account role holds this role.")


def _yes(clause: str, says: str) -> Decision[bool]:
    return Decision(value=True, because=(Because(clause=clause, says=says),))


def _no(clause: str, says: str) -> Decision[bool]:
    return Decision(value=False, because=(Because(clause=clause, says=says),))
