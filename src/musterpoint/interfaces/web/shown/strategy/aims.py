"""Purpose, scope, goals and measures for reading."""

from __future__ import annotations

from django.utils.translation import gettext as _

from musterpoint.domain.policy.aims import Better, Measure
from musterpoint.interfaces.web.shown.strategy.blocks import Block, Entry, Fact, facts
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import role_name, words


def purpose(edition: Edition) -> tuple[Block, ...]:
    """Return what the strategy is for and where it holds."""
    strategy, scope = edition.strategy, edition.strategy.scope
    why = strategy.rationale
    blocks = [
        Block(
            title=_("Purpose"), path="purpose", says=strategy.purpose, why=why.get("purpose", "")
        ),
        Block(
            title=_("Whose strategy it is"),
            entries=(
                Entry(
                    path="organisation",
                    title=strategy.organisation,
                    facts=facts(
                        Fact(label=_("Title"), says=strategy.title, path="title"),
                        Fact(label=_("Local time"), says=strategy.zone, path="zone"),
                    ),
                ),
            ),
        ),
    ]
    if scope is not None:
        found = facts(
            Fact(label=_("It holds for"), items=scope.includes, path="scope.includes"),
            Fact(label=_("It does not hold for"), items=scope.excludes, path="scope.excludes"),
            Fact(label=_("What shaped it"), says=scope.context, path="scope.context"),
        )
        entry = Entry(path="scope", title=_("Where it holds"), facts=found, why=scope.rationale)
        blocks.append(Block(title=_("Scope and context"), entries=(entry,)))
    return tuple(blocks)


def goals(edition: Edition) -> tuple[Block, ...]:
    """Return the goals with what serves each, and how their keeping is measured."""
    strategy = edition.strategy
    entries = tuple(
        Entry(
            path=f"goals.{one.code}",
            title=one.name,
            says=one.says,
            why=one.rationale,
            facts=facts(
                Fact(label=_("Owner"), says=role_name(strategy, one.owner)),
                *_served(edition, one.served_by),
            ),
        )
        for one in strategy.goals.values()
    )
    measures = tuple(_measure(edition, one) for one in strategy.measures.values())
    return (
        Block(
            title=_("Goals"),
            path="goals",
            why=strategy.rationale.get("goals", ""),
            entries=entries,
        ),
        Block(
            title=_("Measures"),
            path="measures",
            why=strategy.rationale.get("measures", ""),
            entries=measures,
        ),
    )


def _served(edition: Edition, paths: tuple[str, ...]) -> list[Fact]:
    """Return what serves a goal, part by part: by name where it is an entry of one."""
    whole: list[str] = []
    entries: dict[str, list[str]] = {}
    for path in paths:
        key, _dot, code = path.partition(".")
        if code and "." not in code:
            entries.setdefault(key, []).append(code)
        else:
            whole.append(path)
    by_part = [
        Fact(
            label=_("Served by %(part)s") % {"part": words(key).lower()},
            links=edition.links_to(key, codes),
        )
        for key, codes in entries.items()
    ]
    return [Fact(label=_("Served by the whole of"), links=edition.links(whole)), *by_part]


def _measure(edition: Edition, one: Measure) -> Entry:
    unit = one.unit.replace("_", " ")
    aim = "" if one.aim is None else f"{one.aim:g} {unit}"
    side = _("at least %(aim)s") if one.better is Better.HIGHER else _("at most %(aim)s")
    computed = _("by Musterpoint, as %(figure)s") % {"figure": words(one.computed).lower()}
    return Entry(
        path=f"measures.{one.code}",
        title=one.name,
        says=one.formula,
        why=one.rationale,
        facts=facts(
            Fact(label=_("Aim"), says=aim and side % {"aim": aim}),
            Fact(label=_("Worked out"), says=computed if one.computed else _("elsewhere")),
            Fact(label=_("Owner"), says=one.owner and role_name(edition.strategy, one.owner)),
        ),
    )
