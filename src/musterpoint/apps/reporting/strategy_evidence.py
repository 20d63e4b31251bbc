"""What is known of the making of a version or a draft, gathered for print and for an assessor."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.exercises import queries as exercises
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.policies import agreement, drafts, queries, yaml_text
from musterpoint.apps.policies.document.evidence import (
    Coverage,
    Evidence,
    Heard,
    PastVersion,
    Record,
    Signed,
    Standing,
)
from musterpoint.apps.policies.models import Contribution, StrategyVersion
from musterpoint.apps.policies.operations import digest_of
from musterpoint.apps.reporting import conformity
from musterpoint.domain.agreeing import Way
from musterpoint.domain.authority import Role
from musterpoint.domain.ledger import instant
from musterpoint.domain.policy.diff import diff
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.versions import is_asked_to_read
from musterpoint.domain.wall_clock import day_in

BY_OPERATOR = "Published by the operator, without recorded approval."
AGREED = "Consulted, signed and published in the product."
_SYSTEM = "the operator"


class NoSuchStrategy(Exception):
    """No version and no draft has this name, or its text is not whole enough to print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A version (``v3``), a draft (``draft:5``) or a bare text by its name, with what it says."""

    name: str
    text: str
    strategy: Strategy
    version: StrategyVersion | None = None
    draft_id: int | None = None


def subject(name: str) -> Subject:
    """Return the version ``v<number>`` or the draft ``draft:<number>``, or raise NoSuchStrategy."""
    kind, _, number = name.partition(":") if ":" in name else ("v", "", name.removeprefix("v"))
    if number.isdecimal() and len(number) < 10 and kind in ("v", "draft"):
        return _version(int(number)) if kind == "v" else _draft(int(number))
    raise NoSuchStrategy(f"'{name}' is no version such as v3 and no draft such as draft:5.")


def _version(number: int) -> Subject:
    row = StrategyVersion.objects.filter(number=number).first()
    if row is None:
        raise NoSuchStrategy(f"There is no version {number} of the strategy.")
    made = agreement.agreed([row.pk]).get(row.pk)
    return Subject(
        name=f"v{number}",
        text=row.text,
        strategy=queries.get(row.pk).strategy,
        version=row,
        draft_id=made.draft_id if made else None,
    )


def _draft(pk: int) -> Subject:
    try:
        drafts.draft(pk)
    except drafts.NoSuchDraft as refusal:
        raise NoSuchStrategy(str(refusal)) from None
    text = drafts.draft_text(pk)
    strategy = yaml_text.examine(text).strategy
    if strategy is None:
        raise NoSuchStrategy(f"Draft {pk} has errors; mend them first, then it can be printed.")
    return Subject(name=f"draft:{pk}", text=text, strategy=strategy, draft_id=pk)


def evidence_of(found: Subject, *, at: datetime) -> Evidence:
    """Return what is known of the making of ``found``; of a bare text next to nothing is."""
    bare = Evidence(
        made_at=at,
        version="A text that was not published",
        digest=digest_of(found.text),
        records=tuple(_records(found.strategy)),
    )
    if found.version is None and found.draft_id is None:
        return bare
    known = replace(
        bare,
        version=f"Draft {found.draft_id}",
        heard=tuple(_heard(found.draft_id)),
        signed=tuple(_signed(found.draft_id)),
        history=tuple(_history()),
        changes=tuple(_changes(found)),
        records=(*_held(day_in(found.strategy.zone, at)), *bare.records),
    )
    return known if found.version is None else _published(found, found.version, known)


def _published(found: Subject, version: StrategyVersion, known: Evidence) -> Evidence:
    review = agreement.reviews([version.pk]).get(version.pk)
    asked = _asked(found.strategy)
    return replace(
        known,
        version=f"Version {version.number}",
        in_force_from=version.in_force_from,
        published_by=_name(version.published_by),
        published_how=AGREED if found.draft_id else BY_OPERATOR,
        review_on=review.date if review else None,
        coverage=tuple(_coverage(version, at=known.made_at)),
        acknowledged=sum(one.person_id in asked for one in agreement.readings(version.pk)),
        to_acknowledge=len(asked),
    )


def _coverage(version: StrategyVersion, *, at: datetime) -> Iterator[Coverage]:
    """Yield how each framework is answered, clause by clause."""
    known = conformity.loaded().frameworks
    found = conformity.every_standing(list(known.values()), queries.get(version.pk), at=at)
    for code, standings in found.items():
        clauses = tuple(
            Standing(
                clause=one.clause,
                title=one.title,
                artefacts=tuple(each.name for each in one.artefacts),
                status=one.status.value,
                closes=one.closes,
            )
            for one in standings
        )
        yield Coverage(framework=known[code].name, clauses=clauses)


def ledger_lines(found: Subject) -> Iterator[str]:
    """Yield the entries of the ledger about ``found``, one as JSON each, whole enough to check."""
    streams = [f"policy:{found.version.number}"] if found.version is not None else []
    streams += [f"draft:{found.draft_id}"] if found.draft_id else []
    for stream in streams:
        for entry in ledger.entries(stream):
            row = {
                "stream": entry.stream,
                "seq": entry.seq,
                "at": instant(entry.at),
                "recorded_at": instant(entry.recorded_at),
                "actor": entry.actor,
                "kind": entry.kind,
                "data": entry.data,
                "seal": entry.seal,
                "previous_hash": bytes(entry.previous_hash).hex(),
                "hash": bytes(entry.hash).hex(),
            }
            yield json.dumps(row, ensure_ascii=False, sort_keys=True)


def _heard(draft_id: int | None) -> Iterator[Heard]:
    for one in agreement.rounds(draft_id) if draft_id else ():
        for said in agreement.contributions(one.pk):
            answer = getattr(said, "answer", None)
            yield Heard(
                group=said.group,
                who=_who(said),
                at=said.at,
                clause=said.clause,
                says=said.says or ("Read it; no comment." if said.way == Way.READ else ""),
                answer=answer.says if answer else "",
                changed=", ".join(answer.clauses) if answer else "",
            )


def _who(said: Contribution) -> str:
    if said.person is not None:
        return said.person.name
    if said.invitation is not None:
        return said.invitation.name or _name(said.invitation.person)
    return said.spoke_with or _name(said.recorded_by)


def _signed(draft_id: int | None) -> Iterator[Signed]:
    for one in agreement.signatures(draft_id) if draft_id else ():
        yield Signed(
            role=one.role,
            who=one.person.name,
            at=one.at,
            decision=one.verdict,
            digest=one.digest,
            says=one.says,
        )


def _history() -> Iterator[PastVersion]:
    rows = StrategyVersion.objects.exclude(number=None).select_related("published_by")
    for row in rows.defer("text").order_by("number"):
        yield PastVersion(
            number=row.number or 0,
            title=row.title,
            published_at=row.published_at or row.created_at,
            in_force_from=row.in_force_from or row.created_at,
            by=_name(row.published_by),
            note=row.note,
            digest=row.digest,
        )


def _changes(found: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield what differs from the version before; of the first one, nothing."""
    rows = StrategyVersion.objects.exclude(number=None)
    if found.version is not None:
        rows = rows.filter(number__lt=found.version.number)
    before = rows.order_by("-number").values_list("pk", flat=True).first()
    if before is not None:
        for one in diff(queries.get(before).strategy, found.strategy):
            yield one.path, one.old or "", one.new or ""


def _held(on: date) -> Iterator[Record]:
    """Yield the exercises that were recorded in the product, newest first."""
    for one in exercises.held():
        if one.held_on <= on:
            done = sum(action.done_at is not None for action in one.actions.all())
            says = f"{one.outcome.replace('_', ' ')}: {one.says}"
            actions = f" Actions: {done} of {len(one.actions.all())} done."
            yield Record(kind=one.kind, what=one.name, on=one.held_on, outcome=says + actions)


def _records(strategy: Strategy) -> Iterator[Record]:
    for one in strategy.exercises.values():
        if one.last_held_on is not None:
            yield Record(kind=one.kind.value, what=one.name, on=one.last_held_on)


def _asked(strategy: Strategy) -> set[int]:
    """Return who is to say that they have read it."""
    staff = accounts.with_roles(Role)
    return {one.pk for one in staff if is_asked_to_read(strategy, one.roles)}


def _name(person: Person | None) -> str:
    return person.name if person is not None else _SYSTEM
