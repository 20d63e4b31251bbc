"""Publish a version of the strategy: checked first, then frozen for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import agreement, queries, yaml_text
from musterpoint.apps.policies import operations as policies
from musterpoint.apps.policies.agreement_record import Record, version_as_recorded
from musterpoint.apps.policies.models import AgreedVersion, StrategyVersion
from musterpoint.apps.rotas import queries as rotas
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.agreeing import rule_for
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.document import Strategy, TellKind
from musterpoint.domain.policy.findings import Finding, errors
from musterpoint.domain.policy.told import named
from musterpoint.usecases.look_after_versions import begin_life, stream_of
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

FURTHEST = timedelta(days=10 * 365)
_NOT_THERE = {
    "contact": "A path tells the outside contact “{code}”, which is not set up. Add it first.",
    "rota": "A path tells the rota “{code}”, which is not published. Publish it first.",
}


class StrategyHasErrors(Refusal):
    """The text cannot be published; ``findings`` holds everything found, warnings too."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(
            *(
                Problem(field=f"line {one.line}", says=f"{one.says} {one.remedy}".strip())
                for one in errors(findings)
            )
        )


class NotThere(Refusal):
    """The text tells a rota that is not published, or an outside contact that is not set up."""

    def __init__(self, missing: list[tuple[str, str]]) -> None:
        super().__init__(
            *(
                Problem(field="paths", says=_NOT_THERE[kind].format(code=code))
                for kind, code in missing
            )
        )


class InForceBeforePublishing(Refusal):
    """A version cannot have been in force before anybody could read it."""

    def __init__(self) -> None:
        says = "A version comes into force when it is published or later."
        super().__init__(Problem(field="in_force_from", says=says))


class InForceTooLate(Refusal):
    """A version for a time that nobody plans for; most likely a slip of the pen."""

    def __init__(self) -> None:
        says = f"A version comes into force within {FURTHEST.days // 365} years."
        super().__init__(Problem(field="in_force_from", says=says))


class NeedsAgreement(Conflict):
    """The document names people to ask or to sign; it is published from a draft they agreed to."""

    def __init__(self) -> None:
        says = (
            "This strategy names who is consulted and who approves."
            " Keep it as a draft, have it agreed, and publish the draft."
        )
        super().__init__(Problem(field="text", says=says))


class NothingNew(Conflict):
    """The text is that of the newest version."""

    def __init__(self, number: int) -> None:
        says = f"This is word for word version {number}, the newest one."
        super().__init__(Problem(field="text", says=says))


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The new version, and what the check warned of."""

    number: int
    strategy_id: int
    in_force_from: datetime
    warnings: tuple[Finding, ...]


@transaction.atomic
def publish_policy(
    *,
    text: str,
    by: Actor,
    at: datetime,
    note: str = "",
    in_force_from: datetime | None = None,
) -> Published:
    """Publish ``text`` as the next version, in force at once or from ``in_force_from``.

    The very first version may reach back, so that history can be judged by it. A person publishes
    so only what asks nobody's agreement; the operator's console publishes anything, and that shows.
    Raises NotAllowed, StrategyHasErrors, NotThere, NeedsAgreement, InForceBeforePublishing,
    InForceTooLate and NothingNew.
    """
    by.must(Action.PUBLISH_POLICY)
    strategy, _findings = _sound(text)
    if (
        not by.is_system
        and rule_for(strategy.agreement, agreement.rule_in_force(at=at)) is not None
    ):
        raise NeedsAgreement
    return publish_text(text=text, note=note, in_force_from=in_force_from, by=by, at=at)


def publish_text(
    *,
    text: str,
    by: Actor,
    at: datetime,
    note: str,
    in_force_from: datetime | None,
    draft_id: int | None = None,
) -> Published:
    """Publish a text inside the caller's transaction; ``draft_id`` is what it was agreed as."""
    strategy, findings = _sound(text)
    _must_be_there(strategy)
    policies.lock_numbers()
    newest = queries.newest_published()
    from_ = in_force_from or at
    if newest is not None and from_ < at:
        raise InForceBeforePublishing
    if from_ - at > FURTHEST:
        raise InForceTooLate
    if newest is not None and newest.digest == policies.digest_of(text):
        raise NothingNew(newest.number or 0)
    row = _publish(text, strategy, note=note, in_force_from=from_, draft_id=draft_id, by=by, at=at)
    return Published(
        number=row.number or 0,
        strategy_id=row.pk,
        in_force_from=from_,
        warnings=findings,
    )


def _sound(text: str) -> tuple[Strategy, tuple[Finding, ...]]:
    """Return a text as a strategy with what the check warns of, or raise StrategyHasErrors."""
    examined = yaml_text.examine(text)
    if examined.strategy is None or errors(examined.findings):
        raise StrategyHasErrors(examined.findings)
    return examined.strategy, examined.findings


def _must_be_there(strategy: Strategy) -> None:
    """Raise NotThere for rotas and outside contacts that a path tells and the centre lacks."""
    contacts, on_call = named(strategy, TellKind.CONTACT), named(strategy, TellKind.ROTA)
    missing = [
        *(("rota", code) for code in sorted(on_call - rotas.published(on_call))),
        *(
            ("contact", code)
            for code in sorted(contacts - organisation.contacts_of(contacts).keys())
        ),
    ]
    if missing:
        raise NotThere(missing)


def _publish(
    text: str,
    strategy: Strategy,
    *,
    note: str,
    in_force_from: datetime,
    draft_id: int | None,
    by: Actor,
    at: datetime,
) -> StrategyVersion:
    row = policies.publish(
        text=text,
        title=strategy.title,
        person_id=by.person_id,
        in_force_from=in_force_from,
        note=note.strip(),
        at=at,
    )
    record = Record(stream_of(row.number or 0), actor=by.key, at=at)
    for name, value in version_as_recorded(row).items():
        record.say("policy", name, None, value)
    if draft_id is not None:
        record.add(AgreedVersion(version_id=row.pk, draft_id=draft_id))
    begin_life(record, queries.get(row.pk), at=at)
    record.enter("policy_published")
    timers.announce({"policy"})
    return row
