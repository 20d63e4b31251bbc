"""Roles, authority, escalation paths and playbooks, for reading."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.policies import drawings
from musterpoint.apps.policies.drawings import tables
from musterpoint.domain.policy.document import FALLBACK, Path, Playbook, RoleRule, Step, Strategy
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.strategy import wording
from musterpoint.interfaces.web.shown.strategy.blocks import (
    Block,
    Entry,
    Fact,
    Line,
    Link,
    Tag,
    facts,
)
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.interfaces.web.shown.strategy.naming import (
    days,
    listed,
    role_name,
    role_names,
    told_name,
)


def roles(edition: Edition) -> tuple[Block, ...]:
    """Return who has which part, who may hold it, and who decides what."""
    strategy, why = edition.strategy, edition.strategy.rationale
    found = [
        Block(
            title=_("Roles"),
            path="roles",
            why=why.get("roles", ""),
            entries=tuple(_role(strategy, one) for one in strategy.roles.values()),
        )
    ]
    if strategy.authority:
        found.append(
            Block(
                title=_("Who does what"),
                path="authority",
                says=_("R does it, A answers for it, C is asked before, I is told."),
                why=why.get("authority", ""),
                table=tables.raci(strategy),
                placed=True,
            )
        )
    return tuple(found)


def _role(strategy: Strategy, one: RoleRule) -> Entry:
    path = f"roles.{one.code}"
    declares = (Tag(label=_("May declare a major incident"), tone="accent"),)
    return Entry(
        path=path,
        title=one.name,
        says=one.duty,
        tags=declares if one.may_declare_major else (),
        facts=facts(
            Fact(label=_("Held by"), says=listed(sorted(one.held_by)), path=f"{path}.held_by"),
            Fact(
                label=_("Opens"),
                says=wording.said(wording.OPENS, one.opens.value),
                path=f"{path}.opens",
            ),
            Fact(
                label=_("Splits from"),
                says=(one.splits_from and role_name(strategy, one.splits_from)) or "",
                path=f"{path}.splits_from",
            ),
            Fact(
                label=_("In a major incident never held with"),
                says=role_names(strategy, sorted(one.apart_from)),
                path=f"{path}.apart_from",
            ),
        ),
    )


def paths(edition: Edition) -> tuple[Block, ...]:
    """Return every path on its line of time, with its steps."""
    strategy = edition.strategy
    found = [_path(edition, one) for one in strategy.paths.values()]
    why = strategy.rationale.get("paths", "")
    return (replace(found[0], says=why), *found[1:]) if found and why else tuple(found)


def _path(edition: Edition, one: Path) -> Block:
    strategy, path = edition.strategy, f"paths.{one.code}"
    steps = tuple(_step(strategy, one, step, number) for number, step in enumerate(one.steps, 1))
    last = Entry(
        path=f"{path}.{FALLBACK}",
        title=_("Last: %(who)s") % {"who": told_name(strategy, one.fallback)},
        says=_("Told when a step finds nobody, and %(span)s after the last telling.")
        % {"span": days(one.fallback_after)},
    )
    tried = Link(
        label=_("Try it: who would be told now?"), url=reverse("web:try_path", args=[one.code])
    )
    return Block(
        title=one.name,
        path=path,
        why=one.rationale,
        drawing=drawings.path_timeline(strategy, one),
        entries=(*steps, last),
        links=(tried,) if edition.in_force else (),
        owner=role_name(strategy, one.owner),
    )


def _step(strategy: Strategy, path: Path, step: Step, number: int) -> Entry:
    waits = [days(step.after) if step.after else _("at once")]
    waits += [f"{code} {days(span)}" for code, span in step.after_at.items()]
    again = ""
    if step.repeat and step.every:
        again = _("%(n)d more, every %(span)s") % {"n": step.repeat, "span": days(step.every)}
    channels = ", ".join(labels.label(labels.CHANNEL, code) for code in step.by)
    several = _("%(n)d people") % {"n": step.need}
    hours = {"hours": step.hours.replace("_", " ")}
    says = _("outside %(hours)s hours") if step.outside_hours else _("in %(hours)s hours")
    nobody = _("left out") if step.skip_when_absent else told_name(strategy, path.fallback)
    whom = ", ".join(told_name(strategy, tell) for tell in step.tell)
    return Entry(
        path=f"paths.{path.code}.{step.code}",
        title=f"{number}. {whom or told_name(strategy, path.fallback)}",
        says=step.says,
        tags=(Tag(label=wording.said(wording.STEP, step.kind.value)),),
        facts=facts(
            Fact(label=_("After"), says=", ".join(waits)),
            Fact(label=_("Only at"), says=", ".join(sorted(step.priorities))),
            Fact(label=_("Again"), says=again),
            Fact(label=_("Must answer"), says=several if step.need > 1 else ""),
            Fact(label=_("By"), says=channels),
            Fact(label=_("Only"), says=says % hours if step.hours else ""),
            Fact(label=_("Nobody there"), says=nobody),
        ),
    )  # fmt: skip


def playbooks(edition: Edition) -> tuple[Block, ...]:
    """Return the agreed first actions of every playbook."""
    strategy = edition.strategy
    entries = tuple(_playbook(strategy, one) for one in strategy.playbooks.values())
    why = strategy.rationale.get("playbooks", "")
    return (Block(title=_("First actions"), path="playbooks", why=why, entries=entries),)


def _playbook(strategy: Strategy, one: Playbook) -> Entry:
    path = f"playbooks.{one.code}"
    return Entry(
        path=path,
        title=one.name,
        lines=tuple(
            Line(
                path=f"{path}.{task.code}",
                says=task.says,
                beside=days(task.within) and _("within %(span)s") % {"span": days(task.within)},
                more=role_name(strategy, task.role),
            )
            for task in one.tasks
        ),
    )
