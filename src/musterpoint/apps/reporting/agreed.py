"""Records of how a version came into force: who was asked, who signed, who has read it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies import agreement
from musterpoint.apps.policies.models import AgreedVersion, Contribution
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.agreeing import Verdict
from musterpoint.domain.conformity import Fact, RecordKind, Status
from musterpoint.domain.conformity.status import of_parts
from musterpoint.domain.policy.preparing import AgreementRule

WITHOUT_DRAFT = "It was published as a text, not from a draft that was agreed."


def facts(version: Version, *, at: datetime) -> Mapping[RecordKind, Fact]:
    """Return what is found of the agreement of a version; without a rule nothing is asked for."""
    rule = version.strategy.agreement
    if rule is None:
        return {}
    draft = agreement.agreed([version.id]).get(version.id)
    return {
        RecordKind.CONSULTED: _consulted(rule, draft),
        RecordKind.SIGNED: _signed(rule, draft),
        RecordKind.ACKNOWLEDGED: _acknowledged(rule, version),
        RecordKind.REVIEW_DATE: _review_date(version, at=at),
    }


def _consulted(rule: AgreementRule, agreed: AgreedVersion | None) -> Fact:
    closes = "Consult every group about the next version."
    if agreed is None:
        return Fact(status=Status.GAP, says=WITHOUT_DRAFT, closes=closes)
    said = Contribution.objects.filter(consultation__draft=agreed.draft_id)
    heard = set(said.values_list("group", flat=True))
    asked = [one.code for one in rule.groups]
    done = sum(code in heard for code in asked)
    says = f"{done} of {len(asked)} groups were heard."
    return of_parts(done, len(asked), says=says, closes=closes)


def _signed(rule: AgreementRule, agreed: AgreedVersion | None) -> Fact:
    closes = "Have the approvers sign the next version."
    if agreed is None:
        return Fact(status=Status.GAP, says=WITHOUT_DRAFT, closes=closes)
    signed = {
        one.role
        for one in agreement.signatures(agreed.draft_id)
        if one.verdict == Verdict.SIGNED and one.digest == agreed.draft.digest
    }
    done = sum(role in signed for role in rule.approvers)
    says = f"{done} of {len(rule.approvers)} approvers signed."
    return of_parts(done, len(rule.approvers), says=says, closes=closes)


def _acknowledged(rule: AgreementRule, version: Version) -> Fact:
    people = Person.objects.filter(
        is_active=True, is_service=False, roles__overlap=sorted(rule.acknowledged_by)
    )
    asked = set(people.values_list("pk", flat=True))
    read = {one.person_id for one in agreement.readings(version.id)} & asked
    return of_parts(
        len(read),
        len(asked),
        says=f"{len(read)} of {len(asked)} people have said that they read it.",
        closes="Ask the others to read it and say so.",
    )


def _review_date(version: Version, *, at: datetime) -> Fact:
    review = agreement.reviews([version.id]).get(version.id)
    closes = "Set the day on which it is read again."
    if review is None:
        return Fact(status=Status.GAP, says="No day is set.", closes=closes)
    today = at.astimezone(ZoneInfo(version.strategy.zone)).date()
    if review.date >= today:
        return Fact(status=Status.MET, says=f"On {review.date.isoformat()}.")
    says = f"It was due on {review.date.isoformat()}."
    return Fact(status=Status.PARTLY, says=says, closes="Read it again, and set the next day.")
