"""Roles and authority, escalation paths, categories and playbooks."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.policies.document.blocks import (
    Block,
    Bullets,
    Drawing,
    Heading,
    Rows,
    Table,
    Text,
    Why,
)
from musterpoint.apps.policies.document.chapters.words import (
    NOTHING,
    Numbers,
    listed,
    plain,
    role,
    roles,
    said,
    told,
    working,
)
from musterpoint.apps.policies.drawings.path import path_timeline
from musterpoint.domain.policy.document import (
    Answer,
    Category,
    Path,
    Playbook,
    RoleRule,
    Step,
    Strategy,
)


def authority(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield Heading(level=2, number=number("roles"), text="Roles", clause="roles")
    yield Table(
        head=("Role", "Duty", "Held by", "Opens"),
        widths=(20, 40, 22, 18),
        rows=tuple(_role(strategy, one) for one in strategy.roles.values()),
    )
    if strategy.rationale.get("roles"):
        yield Why(text=strategy.rationale["roles"])
    if not strategy.authority:
        return
    yield Heading(level=2, number=number("authority"), text="Authority", clause="authority")
    yield Table(
        head=("Activity", "Does it", "Answers for it", "Is asked", "Is told"),
        rows=tuple(
            (
                one.name,
                roles(strategy, one.responsible),
                role(strategy, one.accountable),
                roles(strategy, one.consulted),
                roles(strategy, one.informed),
            )
            for one in strategy.authority.values()
        ),
        caption="Responsible, accountable, consulted, informed",
    )
    if strategy.rationale.get("authority"):
        yield Why(text=strategy.rationale["authority"])


def _role(strategy: Strategy, one: RoleRule) -> tuple[str, str, str, str]:
    held = listed(sorted(plain(code) for code in one.held_by))
    apart = f"; never with {roles(strategy, sorted(one.apart_from))}" if one.apart_from else ""
    declares = "; may declare a major incident" if one.may_declare_major else ""
    return one.name, f"{one.duty}{declares}{apart}", held, plain(one.opens.value)


def paths(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    if strategy.rationale.get("paths"):
        yield Why(text=strategy.rationale["paths"])
    for one in strategy.paths.values():
        yield from _path(strategy, one, number)


def _path(strategy: Strategy, one: Path, number: Numbers) -> Iterator[Block]:
    name = f"paths.{one.code}"
    yield Heading(level=2, number=number(name), text=one.name, clause=name)
    last = told(strategy, one.fallback)
    yield Text(text=f"Owned by {role(strategy, one.owner)}. Nobody found or no answer: {last}.")
    svg = path_timeline(strategy, one, for_print=True)
    yield Drawing(svg=svg, alt=f"The steps of {one.name} in time; the table says the same.")
    yield Table(
        head=("After", "Tells", "Kind", "Again", "Only"),
        widths=(22, 30, 14, 18, 16),
        rows=tuple(_step(strategy, step) for step in one.steps),
    )
    if one.rationale:
        yield Why(text=one.rationale)


def _step(strategy: Strategy, one: Step) -> tuple[str, str, str, str, str]:
    waits = "".join(f"; {code} {working(span)}" for code, span in one.after_at.items())
    again = f"{one.repeat} × every {working(one.every)}" if one.repeat and one.every else NOTHING
    need = f" ({one.need} must answer)" if one.need > 1 else ""
    hours = ""
    if one.hours:
        hours = f"{'outside' if one.outside_hours else 'in'} hours of {plain(one.hours).lower()}"
    only = listed((listed(sorted(one.priorities)) if one.priorities else "", hours))
    whom = listed(told(strategy, tell) for tell in one.tell) + need
    return f"{working(one.after)}{waits}", whom, plain(one.kind.value), again, only


def categories(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    yield Heading(level=2, number=number("triage"), text="Is it an incident?", clause="triage")
    yield Table(
        head=("Question", "Yes", "No", "Because"),
        widths=(34, 18, 18, 30),
        rows=tuple(
            (one.asks, _answer(one.yes), _answer(one.no), one.because) for one in strategy.triage
        ),
    )
    if strategy.rationale.get("categories"):
        yield Why(text=strategy.rationale["categories"])
    for group in dict.fromkeys(one.group for one in strategy.categories.values()):
        yield Heading(level=2, number="", text=plain(group))
        for one in strategy.categories.values():
            if one.group == group:
                yield from _category(strategy, one, number)


def _answer(one: Answer) -> str:
    leads = plain(one.verdict) if one.verdict else f"go to {one.goto}"
    return f"{leads}. {one.says}".strip()


def _category(strategy: Strategy, one: Category, number: Numbers) -> Iterator[Block]:
    name = f"categories.{one.code}"
    yield Heading(level=3, number=number(name), text=one.name, clause=name)
    usual = f"{one.impact}, {one.urgency} → {strategy.matrix.get((one.impact, one.urgency), '?')}"
    marks = listed(
        (
            "may be major" if one.major_candidate else "",
            "restricted" if one.restricted else "",
            "distressing" if one.distressing else "",
        )
    )
    path, playbook = strategy.paths.get(one.path), strategy.playbooks.get(one.playbook)
    floor = f"at least {one.floor.priority}: {one.floor.says}" if one.floor else ""
    duties = listed(
        strategy.obligations[code].name or plain(code)
        for code in one.obligations
        if code in strategy.obligations
    )
    yield Rows(
        rows=tuple(
            said(
                signs=listed(one.signs),
                usually=usual,
                floor=floor,
                owner=role(strategy, one.owner),
                path=path.name if path else plain(one.path),
                playbook=playbook.name if playbook else plain(one.playbook),
                roles=roles(strategy, one.roles),
                duties=duties,
                marks=marks,
                not_this_if=one.not_this_if,
            )
        )
    )
    if one.rationale:
        yield Why(text=one.rationale)


def playbooks(strategy: Strategy, number: Numbers) -> Iterator[Block]:
    if strategy.rationale.get("playbooks"):
        yield Why(text=strategy.rationale["playbooks"])
    for one in strategy.playbooks.values():
        yield from _playbook(strategy, one, number)


def _playbook(strategy: Strategy, one: Playbook, number: Numbers) -> Iterator[Block]:
    name = f"playbooks.{one.code}"
    yield Heading(level=2, number=number(name), text=one.name, clause=name)
    if any(task.within for task in one.tasks):
        yield Table(
            head=("Action", "Who", "Within"),
            widths=(62, 24, 14),
            rows=tuple(
                (task.says, role(strategy, task.role), working(task.within)) for task in one.tasks
            ),
        )
    else:
        yield Bullets(
            items=tuple(f"{task.says} ({role(strategy, task.role)})" for task in one.tasks)
        )
