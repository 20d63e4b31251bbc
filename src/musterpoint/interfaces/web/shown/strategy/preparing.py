"""Resources, levers, training, exercises, review, agreement and mapping, for reading."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.preparing import Exercise, Lever, Resource
from musterpoint.interfaces.web.shown.strategy import wording
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, Tag, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import (
    days,
    listed,
    role_name,
    role_names,
    words,
)
from musterpoint.interfaces.web.templatetags.musterpoint import centre_date

FRAMEWORKS = {"iso22301": "ISO 22301:2019", "itil4": "ITIL 4"}


def resources(edition: Edition) -> tuple[Block, ...]:
    """Return what the response needs, and how capacity is raised or demand lowered."""
    strategy, why = edition.strategy, edition.strategy.rationale
    needed = tuple(_resource(strategy, one) for one in strategy.resources.values())
    levers = tuple(_lever(strategy, one) for one in strategy.levers.values())
    return (
        Block(
            title=_("Resources"), path="resources", why=why.get("resources", ""), entries=needed
        ),
        Block(
            title=_("Surge levers"), path="levers", why=why.get("levers", ""), entries=levers
        ),
    )  # fmt: skip


def _resource(strategy: Strategy, one: Resource) -> Entry:
    path = f"resources.{one.code}"
    return Entry(
        path=path,
        title=one.name,
        says=one.says,
        why=one.rationale,
        tags=(Tag(label=wording.said(wording.RESOURCE, one.kind.value)),),
        facts=facts(
            Fact(label=_("How much"), says=one.amount, path=f"{path}.amount"),
            Fact(label=_("Role"), says=one.role and role_name(strategy, one.role)),
            Fact(label=_("Stands in"), says=role_names(strategy, one.alternates)),
        ),
    )


def _lever(strategy: Strategy, one: Lever) -> Entry:
    path = f"levers.{one.code}"
    return Entry(
        path=path,
        title=one.name,
        says=one.says,
        why=one.rationale,
        facts=facts(
            Fact(label=_("Brings"), says=one.brings, path=f"{path}.brings"),
            Fact(label=_("Within"), says=days(one.within), path=f"{path}.within"),
            Fact(label=_("Agreed by"), says=role_name(strategy, one.approver)),
            Fact(label=_("Costs"), says=one.cost, path=f"{path}.cost"),
            Fact(label=_("Limits"), says=one.limits, path=f"{path}.limits"),
        ),
    )


def training(edition: Edition) -> tuple[Block, ...]:
    """Return what holders of roles must have learnt."""
    strategy = edition.strategy
    entries = tuple(
        Entry(
            path=f"training.{one.code}",
            title=one.name,
            says=one.says,
            why=one.rationale,
            facts=facts(
                Fact(label=_("Needed by"), says=role_names(strategy, one.roles)),
                Fact(label=_("Counts for"), says=days(one.valid_for)),
            ),
        )
        for one in strategy.training.values()
    )
    why = strategy.rationale.get("training", "")
    return (Block(title=_("What must be learnt"), path="training", why=why, entries=entries),)


def exercises(edition: Edition) -> tuple[Block, ...]:
    """Return the programme, with what is overdue."""
    strategy = edition.strategy
    entries = tuple(_exercise(edition, one) for one in strategy.exercises.values())
    why = strategy.rationale.get("exercises", "")
    return (Block(title=_("Programme"), path="exercises", why=why, entries=entries),)


def _exercise(edition: Edition, one: Exercise) -> Entry:
    path, held = f"exercises.{one.code}", one.last_held_on
    due = held + timedelta(days=one.every.days) if held else None
    late = due is None or due < edition.on
    return Entry(
        path=path,
        title=one.name,
        says=one.says,
        why=one.rationale,
        tags=(
            Tag(label=wording.said(wording.EXERCISE, one.kind.value)),
            *((Tag(label=_("Due"), tone="soon"),) if late else ()),
        ),
        facts=facts(
            Fact(label=_("Every"), says=days(one.every), path=f"{path}.every"),
            Fact(label=_("Last held"), says=centre_date(held) if held else _("never")),
            Fact(label=_("Next by"), says=centre_date(due) if due else ""),
            Fact(label=_("Owner"), says=role_name(edition.strategy, one.owner)),
            Fact(label=_("Scenario"), says=one.scenario, path=f"{path}.scenario"),
            Fact(label=_("Tests"), links=edition.links(one.tests), path=f"{path}.tests"),
        ),
    )


def agreement(edition: Edition) -> tuple[Block, ...]:
    """Return who is asked and who signs before the strategy comes into force."""
    strategy, rule = edition.strategy, edition.strategy.agreement
    if rule is None:
        return ()
    groups = tuple(
        Entry(path=f"agreement.groups.{one.code}", title=one.name, says=one.says)
        for one in rule.groups
    )
    signed = Entry(
        path="agreement.approvers",
        title=_("Signed by"),
        says=role_names(strategy, rule.approvers),
        facts=facts(
            Fact(
                label=_("Open for comments"),
                says=days(rule.open_for) if rule.open_for else "",
                path="agreement.open_for",
            ),
            Fact(
                label=_("Read again every"),
                says=days(rule.review_every),
                path="agreement.review_every",
            ),
            Fact(
                label=_("Read and acknowledged by"),
                says=listed(sorted(rule.acknowledged_by)),
                path="agreement.acknowledged_by",
            ),
        ),
    )
    asked = Block(
        title=_("Who is asked"), path="agreement.groups", why=rule.rationale, entries=groups
    )
    return (asked, Block(title=_("Who signs, and when it is read again"), entries=(signed,)))


def conformity(edition: Edition) -> tuple[Block, ...]:
    """Return which clauses answer those of each framework."""
    return tuple(
        Block(
            title=FRAMEWORKS.get(framework, words(framework)),
            path=f"mapping.{framework}",
            entries=tuple(
                Entry(
                    path=f"mapping.{framework}.{code}",
                    title=words(code),
                    facts=facts(Fact(label=_("Answered by"), links=edition.links(paths))),
                )
                for code, paths in clauses.items()
            ),
        )
        for framework, clauses in edition.strategy.mapping.items()
    )
