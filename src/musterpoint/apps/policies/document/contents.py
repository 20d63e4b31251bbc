"""From a strategy and its evidence to the document: every part in order, every clause numbered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from zoneinfo import ZoneInfo

from musterpoint.apps.policies.document.blocks import Block, Cover, Document, Heading, Text, Why
from musterpoint.apps.policies.document.chapters import (
    agreed,
    aims,
    continuity,
    judging,
    owing,
    preparing,
    responding,
)
from musterpoint.apps.policies.document.chapters.words import Numbers, day, said
from musterpoint.apps.policies.document.evidence import Evidence
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.numbering import number_of
from musterpoint.domain.policy.parts import PARTS, DocumentPart

Chapter = Callable[[Strategy, Numbers], Iterator[Block]]

_CHAPTERS: Mapping[str, Chapter] = {
    "purpose": aims.purpose,
    "goals": aims.goals,
    "services": continuity.services,
    "risks": continuity.risks,
    "priority": judging.priority,
    "major": judging.major,
    "time": judging.allowed,
    "roles": responding.authority,
    "paths": responding.paths,
    "categories": responding.categories,
    "playbooks": responding.playbooks,
    "communications": owing.communications,
    "obligations": owing.obligations,
    "resources": preparing.resources,
    "training": preparing.training,
    "exercises": preparing.exercises,
    "review": preparing.review,
}


def compose(strategy: Strategy, evidence: Evidence) -> Document:
    """Return the whole document; a part that says nothing keeps its heading and says so."""
    return Document(cover=_cover(strategy, evidence), blocks=tuple(_blocks(strategy, evidence)))


def _cover(strategy: Strategy, evidence: Evidence) -> Cover:
    zone = strategy.zone
    in_force = agreed.moment(evidence.in_force_from, zone) if evidence.in_force_from else ""
    standing = f"In force from {in_force}" if in_force else "Draft, not in force"
    return Cover(
        title=strategy.title,
        organisation=strategy.organisation,
        version=evidence.version,
        standing=standing,
        made_at=evidence.made_at.astimezone(ZoneInfo(zone)),
        rows=tuple(
            said(
                published_by=evidence.published_by,
                how_it_was_agreed=evidence.published_how,
                read_again_by=day(evidence.review_on),
                digest_of_the_text=grouped(evidence.digest),
                printed=agreed.moment(evidence.made_at, zone),
            )
        ),
    )


def grouped(digest: str) -> str:
    """Return a digest in groups of sixteen, so that it can be read out and broken into lines."""
    return " ".join(digest[place : place + 16] for place in range(0, len(digest), 16))


def _blocks(strategy: Strategy, evidence: Evidence) -> Iterator[Block]:
    for part in PARTS:
        yield Heading(level=1, number=str(part.number), text=part.title, clause=part.code)
        body = tuple(_body(strategy, evidence, part.code))
        yield from body or (Text(text="This part says nothing yet."),)
        yield from _reasons(strategy, part, body)
    yield from agreed.history(strategy, evidence)


def _reasons(strategy: Strategy, part: DocumentPart, body: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the reasons for whole keys of a part that its chapter has no place for."""
    given = {block.text for block in body if isinstance(block, Why)}
    for key in (*part.keys, part.code):
        reason = strategy.rationale.get(key)
        if reason and reason not in given:
            given.add(reason)
            yield Why(text=reason)


def _body(strategy: Strategy, evidence: Evidence, part: str) -> Iterator[Block]:
    def number(name: str) -> str:
        return number_of(strategy, name)

    if part == "agreement":
        return agreed.agreement(strategy, evidence)
    if part == "conformity":
        return agreed.conformity(strategy, evidence)
    return _CHAPTERS[part](strategy, number)
