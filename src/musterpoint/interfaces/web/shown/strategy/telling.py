"""Who is told what during an incident, for reading."""

from __future__ import annotations

from django.utils.translation import gettext as _

from musterpoint.apps.policies.drawings import tables
from musterpoint.domain.policy.communications import (
    Audience,
    CommsRule,
    SecondPerson,
    Template,
)
from musterpoint.domain.policy.document import Strategy
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, Tag, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import days, listed, role_name, words


def communications(edition: Edition) -> tuple[Block, ...]:
    """Return the plan as a table, each rule of it, the audiences and the words to start from."""
    strategy, why = edition.strategy, edition.strategy.rationale
    if not strategy.communications and not strategy.audiences:
        return ()
    return (
        Block(
            title=_("The plan: who is told how soon, how often, by which means"),
            table=tables.communications(strategy),
        ),
        Block(
            title=_("Rules of the plan"),
            path="communications",
            why=why.get("communications", ""),
            entries=tuple(_rule(edition, one) for one in strategy.communications.values()),
        ),
        Block(
            title=_("Audiences"),
            path="audiences",
            why=why.get("audiences", ""),
            entries=tuple(_audience(one) for one in strategy.audiences.values()),
        ),
        Block(
            title=_("Words to start from"),
            path="templates",
            why=why.get("templates", ""),
            entries=tuple(_template(one) for one in strategy.templates.values()),
        ),
        *_facts(edition),
    )


def _template(one: Template) -> Entry:
    path = f"templates.{one.code}"
    return Entry(
        path=path,
        title=one.name,
        says=one.says,
        facts=facts(
            *(
                Fact(label=tag, says=says, path=f"{path}.languages.{tag}")
                for tag, says in one.languages.items()
            )
        ),
    )


def _facts(edition: Edition) -> tuple[Block, ...]:
    good_for = edition.strategy.facts_good_for
    if good_for is None:
        return ()
    entry = Entry(
        path="facts_good_for",
        title=_("Checked again"),
        says=_("A verified fact is checked again after %(span)s.") % {"span": days(good_for)},
        why=edition.strategy.rationale.get("facts_good_for", ""),
    )
    return (Block(title=_("How long a fact is good"), entries=(entry,)),)


def _rule(edition: Edition, one: CommsRule) -> Entry:
    strategy, path = edition.strategy, f"communications.{one.code}"
    priorities = tuple(Tag(label=p, priority=True) for p in _in_order(strategy, one.priorities))
    major = (Tag(label=_("Major incident"), tone="major"),) if one.when_major else ()
    template = (one.template,) if one.template else ()
    return Entry(
        path=path,
        title=f"{_audience_name(strategy, one.audience)}: {words(one.code).lower()}",
        why=one.rationale,
        tags=(*priorities, *major),
        facts=facts(
            Fact(label=_("First within"), says=days(one.first_within), path=f"{path}.first_within"),
            Fact(label=_("Then every"), says=days(one.every), path=f"{path}.every"),
            Fact(label=_("By"), says=listed(one.channels), path=f"{path}.channels"),
            Fact(
                label=_("Agreed by"),
                says=role_name(strategy, one.approver),
                path=f"{path}.approver",
            ),
            Fact(label=_("Only for"), says=listed(sorted(one.groups)), path=f"{path}.groups"),
            Fact(
                label=_("Only for the categories"),
                links=edition.links_to("categories", tuple(sorted(one.categories))),
                path=f"{path}.categories",
            ),
            Fact(
                label=_("Words"),
                links=edition.links_to("templates", template),
                path=f"{path}.template",
            ),
            Fact(label=_("Must say"), items=one.must_say, path=f"{path}.must_say"),
            Fact(label=_("Must not say"), items=one.must_not_say, path=f"{path}.must_not_say"),
            Fact(
                label=_("Looked for and refused"),
                says=listed(sorted(one.forbids)),
                path=f"{path}.forbids",
            ),
            Fact(label=_("A second person"), says=_second(one), path=f"{path}.second_person"),
        ),
    )


def _second(one: CommsRule) -> str:
    says = {
        SecondPerson.OUTSIDE: "",
        SecondPerson.ALWAYS: _("Always agrees before it goes out"),
        SecondPerson.NEVER: _("Not needed"),
    }
    return says[one.second_person]


def _audience(one: Audience) -> Entry:
    outside = (Tag(label=_("Outside: only what is verified"), tone="soon"),)
    return Entry(
        path=f"audiences.{one.code}",
        title=one.name,
        says=one.says,
        tags=outside if one.outside else (),
    )


def _audience_name(strategy: Strategy, code: str) -> str:
    found = strategy.audiences.get(code)
    return found.name if found else words(code)


def _in_order(strategy: Strategy, codes: frozenset[str]) -> list[str]:
    return [level.code for level in strategy.priorities if level.code in codes]
