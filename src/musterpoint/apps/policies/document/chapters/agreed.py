"""Consultation and approval, conformity, and the history of versions: the evidence of a version."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from musterpoint.apps.policies.document.blocks import (
    Block,
    Bullets,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.chapters.words import (
    NOTHING,
    day,
    listed,
    plain,
    role,
    roles,
    said,
    span,
)
from musterpoint.apps.policies.document.evidence import Coverage, Evidence
from musterpoint.domain.policy.document import Strategy


def moment(at: datetime, zone: str) -> str:
    """Return an instant in ``zone``, with the name of the zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y %H:%M %Z}"


def agreement(strategy: Strategy, evidence: Evidence) -> Iterator[Block]:
    rule = strategy.agreement
    if rule is not None:
        yield Table(
            head=("Group", "Why they are asked", "Recorded answers"),
            widths=(26, 54, 20),
            rows=tuple(
                (
                    one.name,
                    one.says,
                    str(sum(h.group == one.code for h in evidence.heard) or "none"),
                )
                for one in rule.groups
            ),
        )
        yield Rows(
            rows=tuple(
                said(
                    signed_by=roles(strategy, rule.approvers),
                    open_at_least=span(rule.open_for),
                    read_again_every=span(rule.review_every),
                )
            )
        )
        if rule.rationale:
            yield Why(text=rule.rationale)
    yield from _heard(strategy, evidence)
    yield from _signed(strategy, evidence)
    yield from _read(evidence)


def _heard(strategy: Strategy, evidence: Evidence) -> Iterator[Block]:
    yield Heading(level=2, number="", text="What was said, and what came of it")
    if not evidence.heard:
        yield Text(text="No consultation is recorded for this version.")
        return
    names = {one.code: one.name for one in strategy.agreement.groups} if strategy.agreement else {}
    yield Table(
        head=("When", "Who", "About", "What was said", "Answer and change"),
        widths=(16, 20, 14, 26, 24),
        rows=tuple(
            (
                moment(one.at, strategy.zone),
                f"{one.who} ({names.get(one.group, plain(one.group))})",
                one.clause or "the whole",
                one.says,
                listed((one.answer, one.changed)),
            )
            for one in evidence.heard
        ),
    )


def _signed(strategy: Strategy, evidence: Evidence) -> Iterator[Block]:
    yield Heading(level=2, number="", text="Sign-off")
    if not evidence.signed:
        yield Text(text=evidence.published_how or "Nobody has signed this version.")
        return
    yield Table(
        head=("When", "Who", "Role", "Decision", "Digest of the text"),
        widths=(19, 19, 18, 18, 26),
        rows=tuple(
            (
                moment(one.at, strategy.zone),
                one.who,
                role(strategy, one.role),
                listed((one.decision, one.says)),
                one.digest[:16],
            )
            for one in evidence.signed
        ),
    )


def _read(evidence: Evidence) -> Iterator[Block]:
    if evidence.to_acknowledge:
        yield Heading(level=2, number="", text="Read by")
        says = f"{evidence.acknowledged} of {evidence.to_acknowledge} people asked have read it."
        yield Text(text=says)


def conformity(strategy: Strategy, evidence: Evidence) -> Iterator[Block]:
    if not evidence.coverage:
        yield Text(text="No framework was compared with this version.")
    for one in evidence.coverage:
        yield from _coverage(one)
    for framework, clauses in strategy.mapping.items():
        yield Text(text=f"Answered beyond the usual under {framework}:")
        yield Bullets(items=tuple(f"{code}: {listed(names)}" for code, names in clauses.items()))


def _coverage(one: Coverage) -> Iterator[Block]:
    yield Heading(level=2, number="", text=one.framework)
    yield Table(
        head=("Clause", "Title", "Answered by", "Status", "What would close it"),
        widths=(9, 27, 30, 10, 24),
        rows=tuple(
            (
                each.clause,
                each.title,
                listed(each.artefacts),
                each.status,
                each.closes or NOTHING,
            )
            for each in one.clauses
        ),
    )


def history(strategy: Strategy, evidence: Evidence) -> Iterator[Block]:
    """Yield the versions so far, what changed since the last, and what was tried and reviewed."""
    yield Heading(level=1, number="", text="Version history")
    yield Table(
        head=("Version", "In force from", "Published", "Note", "Digest"),
        widths=(9, 20, 27, 26, 18),
        rows=tuple(
            (
                str(one.number),
                moment(one.in_force_from, strategy.zone),
                f"{moment(one.published_at, strategy.zone)} by {one.by}",
                one.note or NOTHING,
                one.digest[:16],
            )
            for one in evidence.history
        ),
    )
    if evidence.changes:
        yield Heading(level=2, number="", text="What changed since the version before")
        yield Table(head=("Clause", "Was", "Is"), widths=(26, 37, 37), rows=tuple(evidence.changes))
    if evidence.records:
        yield Heading(level=2, number="", text="Exercises and reviews held")
        yield Table(
            head=("When", "What", "Kind", "Outcome"),
            rows=tuple(
                (day(one.on), one.what, plain(one.kind), one.outcome or NOTHING)
                for one in evidence.records
            ),
        )
