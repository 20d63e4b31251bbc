"""Resources and surge, training, exercises, closing and review."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.policies.document.blocks import Block, Heading, Rows, Table, Text, Why
from musterpoint.apps.policies.document.chapters.words import (
    NOTHING,
    Numbers,
    by_part,
    day,
    listed,
    plain,
    role,
    roles,
    said,
    span,
)
from musterpoint.domain.policy.document import Strategy


def _head(number: Numbers, name: str, text: str) -> Heading:
    return Heading(level=2, number=number(name), text=text, clause=name)


def _why(strategy: Strategy, key: str) -> Iterator[Block]:
    if strategy.rationale.get(key):
        yield Why(text=strategy.rationale[key])


def resources(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    if strategy.resources:
        yield _head(number, "resources", "Resources")
        yield Table(
            head=("Resource", "Kind", "What for", "How much", "Stands in"),
            widths=(22, 11, 35, 14, 18),
            rows=tuple(
                (
                    one.name,
                    plain(one.kind.value),
                    one.says,
                    one.amount or NOTHING,
                    listed(_resource(strategy, code) for code in one.alternates),
                )
                for one in strategy.resources.values()
            ),
        )
        yield from _why(strategy, "resources")
    if strategy.levers:
        yield _head(number, "levers", "Surge levers")
        yield Table(
            head=("Lever", "Brings", "Within", "Agreed by", "Cost", "Limits"),
            widths=(26, 20, 10, 14, 14, 16),
            rows=tuple(
                (
                    f"{one.name}. {one.says}",
                    one.brings,
                    span(one.within),
                    role(strategy, one.approver),
                    one.cost or NOTHING,
                    one.limits or NOTHING,
                )
                for one in strategy.levers.values()
            ),
        )
        yield from _why(strategy, "levers")


def _resource(strategy: Strategy, code: str) -> str:
    if code in strategy.resources:
        return strategy.resources[code].name
    return role(strategy, code) if code in strategy.roles else plain(code)


def training(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield from _why(strategy, "training")
    if strategy.training:
        yield Table(
            head=("§", "Training", "What is learnt", "For", "Counts for"),
            widths=(8, 22, 34, 24, 12),
            rows=tuple(
                (
                    number(f"training.{code}"),
                    one.name,
                    one.says,
                    roles(strategy, one.roles),
                    span(one.valid_for),
                )
                for code, one in strategy.training.items()
            ),
        )


def exercises(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield from _why(strategy, "exercises")
    for code, one in strategy.exercises.items():
        yield _head(number, f"exercises.{code}", one.name)
        yield Text(text=one.says)
        yield Rows(
            rows=(
                *said(
                    kind=plain(one.kind.value),
                    held_every=span(one.every),
                    last_held=day(one.last_held_on),
                    owner=role(strategy, one.owner),
                    scenario=one.scenario,
                ),
                *((f"Tests {part.lower()}", names) for part, names in by_part(strategy, one.tests)),
            )
        )
        if one.rationale:
            yield Why(text=one.rationale)


def review(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    rule = strategy.closing
    yield _head(number, "closing", "Closing an incident")
    reviewed = listed(
        (*sorted(rule.review_for), "major incidents" if rule.review_for_major else "")
    )
    asked = listed(
        text
        for text, is_asked in (
            ("verified by somebody else", rule.verified_by_another),
            ("every obligation settled", rule.obligations_settled),
            ("welfare looked after where there was distress", rule.welfare_when_distress),
            ("every role released", rule.roles_released),
        )
        if is_asked
    )
    yield Rows(
        rows=tuple(
            said(
                asked_before_closing=asked,
                reviewed=reviewed,
                review_within=span(rule.review_within),
                may_be_reopened_for=span(rule.reopen_within),
            )
        )
    )
    yield from _why(strategy, "closing")
    if strategy.reviews:
        yield _head(number, "reviews", "What is looked at again")
        yield Table(
            head=("Review", "What is done", "How often", "Owner"),
            widths=(22, 42, 22, 14),
            rows=tuple(
                (
                    one.name,
                    one.says,
                    listed((f"every {span(one.every)}" if one.every else "", one.after)),
                    role(strategy, one.owner),
                )
                for one in strategy.reviews.values()
            ),
        )
        yield from _why(strategy, "reviews")
