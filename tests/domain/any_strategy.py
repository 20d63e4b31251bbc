"""Any valid strategy: every part, odd texts and codes, any order, every code it names is there.

Values are made from the types of the fields; what names something else in the document is drawn
from the codes that this document has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from musterpoint.domain.authority import Role
from musterpoint.domain.calendars import Span, WorkingCalendar
from musterpoint.domain.channels import CHANNELS
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import (
    FALLBACK,
    Answer,
    Category,
    MajorRule,
    Path,
    Strategy,
    Target,
    Tell,
    TellKind,
)
from musterpoint.domain.policy.duties import Obligation
from musterpoint.domain.policy.parts import PARTS

Drawn = st.SearchStrategy[Any]

ODD = (
    "no",
    "null",
    "1",
    "1e3",
    "007",
    "2026-12-25",
    "~",
    "- a",
    "a: b",
    "#",
    "é",
    "日本",
    "a\u2028b",
    "x\ny",
)
words = st.sampled_from(ODD) | st.text(min_size=1, max_size=12).filter(lambda text: text.strip())
codes = st.sampled_from(["no", "null", "1", "007", "a-b", "A_1", "steps"]) | st.from_regex(
    r"[A-Za-z0-9][A-Za-z0-9_-]{0,5}", fullmatch=True
).filter(lambda code: code != FALLBACK)
spans = st.integers(0, 10**10).map(lambda seconds: timedelta(seconds=seconds))
days = st.dates()
shares = st.floats(min_value=0, max_value=1, exclude_min=True)
ranks = st.integers(0, 99)
numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float)

SOME = 2
"""How many entries a part has at most; more would only make the texts longer."""


def some_codes(least: int = 0) -> Drawn:
    return st.lists(codes, min_size=least, max_size=SOME, unique=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The codes of one document, by what they name."""

    role: list[str]
    calendar: list[str]
    priority: list[str]
    impact: list[str]
    urgency: list[str]
    path: list[str]
    playbook: list[str]
    obligation: list[str]
    category: list[str]
    group: list[str]
    service: list[str]
    question: list[str]
    hold: list[str]
    audience: list[str]
    template: list[str]

    @property
    def clause(self) -> list[str]:
        return [
            *(part.code for part in PARTS),
            *(f"roles.{code}" for code in self.role),
            *(f"paths.{code}.fallback" for code in self.path),
            *(f"services.{code}" for code in self.service),
        ]


worlds = st.builds(
    World,
    **{
        field.name: some_codes(
            0 if field.name in {"service", "question", "hold", "template"} else 1
        )
        for field in fields(World)
    },
)

ONE: Mapping[str, str] = {
    "owner": "role",
    "accountable": "role",
    "approver": "role",
    "splits_from": "role",
    "role": "role",
    "calendar": "calendar",
    "hours": "calendar",
    "impact": "impact",
    "impact_floor": "impact",
    "urgency": "urgency",
    "urgency_floor": "urgency",
    "priority": "priority",
    "priority_floor": "priority",
    "path": "path",
    "playbook": "playbook",
    "group": "group",
    "audience": "audience",
    "template": "template",
    "version_of": "obligation",
}
"""Fields that name one thing of the document."""

MANY: Mapping[str, str] = {
    "apart_from": "role",
    "declared_by": "role",
    "responsible": "role",
    "consulted": "role",
    "informed": "role",
    "roles": "role",
    "approvers": "role",
    "priorities": "priority",
    "review_for": "priority",
    "risk_review_for": "priority",
    "obligations": "obligation",
    "depends_on": "service",
    "categories": "category",
    "groups": "group",
    "holds": "hold",
    "served_by": "clause",
    "tests": "clause",
}
"""Fields that name several things of the document."""

FIXED: Mapping[str, Drawn] = {
    "held_by": st.frozensets(st.sampled_from([role.value for role in Role])),
    "by": st.lists(st.sampled_from(CHANNELS), unique=True).map(tuple),
    "marks": st.lists(shares, max_size=3).map(tuple),
    "share_left_below": st.none() | shares,
    "aim": st.none() | numbers,
    "who": words.map(str.strip).filter(bool),
}


@cache
def hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def any_of(kind: type, world: World, **given: Drawn) -> Drawn:
    """Return any value of the dataclass ``kind`` whose codes are those of ``world``."""
    made = {
        field.name: _field(kind, field, world)
        for field in fields(kind)
        if field.init and field.name not in given
    }
    drawn = st.builds(kind, **made, **given)
    return drawn.map(_sensible)


def _sensible(one: Any) -> Any:
    """Return ``one`` without what no text can say."""
    if isinstance(one, Obligation) and one.not_yet:
        return replace(one, in_force_from=None, in_force_to=None)
    return one


def _field(kind: type, field: Field[Any], world: World) -> Drawn:
    hint = hints(kind)[field.name]
    said = field.default is MISSING and field.default_factory is MISSING
    if field.name in ONE and hint is not frozenset and "frozenset" not in str(hint):
        found = getattr(world, ONE[field.name])
        nothing = st.nothing() if said else st.just(None if NoneType in get_args(hint) else "")
        return (st.sampled_from(found) if found else st.nothing()) | nothing
    if field.name in MANY and get_origin(hint) in {tuple, frozenset} and str in get_args(hint):
        return _several(getattr(world, MANY[field.name]), get_origin(hint))
    if field.name in FIXED:
        return FIXED[field.name]
    return _of_type(hint, world, said=said)


def _several(known: list[str], kind: Any) -> Drawn:
    return st.lists(st.sampled_from(known), unique=True).map(kind) if known else st.just(kind())


def _of_type(hint: Any, world: World, *, said: bool = True) -> Drawn:
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return st.none() | _of_type(next(one for one in inside if one is not NoneType), world)
    if origin is tuple and is_dataclass(inside[0]):
        return entries(inside[0], world).map(lambda made: tuple(made.values()))
    if origin is tuple and inside[0] is str:
        return st.lists(words, max_size=SOME, unique=True).map(tuple)
    if origin is tuple:
        return st.lists(_of_type(inside[0], world), max_size=3).map(tuple)
    if origin is frozenset:
        kinds = inside[0] if inside[0] is not str else None
        return st.frozensets(words if kinds is None else st.sampled_from(list(kinds)), max_size=3)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(inside, world)
    if is_dataclass(hint) and isinstance(hint, type):
        return any_of(hint, world)
    return _scalar(hint, said=said)


def _mapping(inside: tuple[Any, ...], world: World) -> Drawn:
    if inside[1] is timedelta:
        return st.dictionaries(st.sampled_from(world.priority), spans)
    if is_dataclass(inside[1]):
        return entries(inside[1], world)
    return st.dictionaries(codes, _of_type(inside[1], world), max_size=SOME)


def _scalar(hint: Any, *, said: bool) -> Drawn:
    if hint is str:
        return words if said else words | st.just("")
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return {bool: st.booleans(), int: ranks, timedelta: spans, date: days, float: shares}[hint]


def entries(kind: Any, world: World, known: list[str] | None = None, **given: Drawn) -> Drawn:
    """Return entries of ``kind`` by code: those ``known``, or any few."""
    keys = some_codes() if known is None else st.permutations(known)

    def made(found: list[str]) -> Drawn:
        return st.fixed_dictionaries(
            {code: any_of(kind, world, **{"code": st.just(code), **given}) for code in found}
        )

    return keys.flatmap(made)


def _hours(cuts: list[int]) -> tuple[Span, ...]:
    """Return the opening hours between each two of these minutes."""
    minutes = sorted(cuts)
    return tuple(map(Span, minutes[0:-1:2], minutes[1::2]))


hours = st.lists(st.integers(0, 1440), max_size=4, unique=True).map(_hours)


def calendars(world: World) -> Drawn:
    return st.fixed_dictionaries(
        {
            code: st.builds(
                WorkingCalendar,
                name=st.just(code),
                zone=st.sampled_from(["UTC", "Europe/London", "Asia/Kathmandu"]),
                week=st.tuples(*[hours] * 7),
                closed=st.frozensets(days, max_size=SOME),
                special=st.dictionaries(days, hours, max_size=SOME),
            )
            for code in world.calendar
        }
    )


def targets(world: World) -> Drawn:
    allowed = st.dictionaries(st.sampled_from(ClockKind), spans)
    return st.fixed_dictionaries(
        {
            code: any_of(Target, world, priority=st.just(code), spans=allowed)
            for code in world.priority
        }
    )


def tells(world: World) -> Drawn:
    by_role = st.builds(Tell, kind=st.just(TellKind.ROLE), who=st.sampled_from(world.role))
    others = st.sampled_from([kind for kind in TellKind if kind is not TellKind.ROLE])
    return by_role | st.builds(Tell, kind=others, who=FIXED["who"])


def paths(world: World) -> Drawn:
    steps_hint = hints(Path)["steps"]
    told = st.lists(tells(world), max_size=SOME, unique=True).map(tuple)
    waits = st.dictionaries(st.sampled_from(world.priority), spans)
    steps = entries(get_args(steps_hint)[0], world, tell=told, after_at=waits)
    return entries(
        Path,
        world,
        world.path,
        steps=steps.map(lambda made: tuple(made.values())),
        fallback=tells(world),
    )


def answers(world: World) -> Drawn:
    on = any_of(Answer, world, goto=st.sampled_from(world.question or [""]), verdict=st.none())
    end = any_of(Answer, world, goto=st.none(), verdict=words)
    return on | end if world.question else end


def _of(world: World) -> Drawn:
    cells = st.tuples(st.sampled_from(world.impact), st.sampled_from(world.urgency))
    framework = st.dictionaries(words, _several(world.clause, tuple), max_size=SOME)
    levels = {key: _levels(world, getattr(world, one)) for key, one in _SCALES.items()}
    keyed = {
        key: entries(get_args(hints(Strategy)[key])[1], world, known)
        for key, known in _keyed(world).items()
    }
    return any_of(
        Strategy,
        world,
        **levels,
        **keyed,
        calendars=calendars(world),
        targets=targets(world),
        paths=paths(world),
        matrix=st.dictionaries(cells, st.sampled_from(world.priority)),
        high_priorities=_several(world.priority, frozenset),
        waking=_several(world.priority, frozenset),
        major=any_of(MajorRule, world, targets_of=st.sampled_from(world.priority)),
        triage=_triage(world),
        categories=_categories(world),
        generic_category=st.sampled_from(world.category),
        rationale=st.dictionaries(words, words, max_size=SOME),
        mapping=st.dictionaries(codes, framework, max_size=SOME),
    )


_SCALES = {"impact": "impact", "urgency": "urgency", "priorities": "priority"}


def _keyed(world: World) -> Mapping[str, list[str]]:
    return {
        "roles": world.role,
        "playbooks": world.playbook,
        "obligations": world.obligation,
        "services": world.service,
        "audiences": world.audience,
        "templates": world.template,
        "hold_reasons": world.hold,
    }


def _levels(world: World, known: list[str]) -> Drawn:
    (kind, _rest) = get_args(hints(Strategy)["impact"])
    return entries(kind, world, known).map(lambda made: tuple(made.values()))


def _triage(world: World) -> Drawn:
    (kind, _rest) = get_args(hints(Strategy)["triage"])
    asked = entries(kind, world, world.question, yes=answers(world), no=answers(world))
    return asked.map(lambda made: tuple(made.values()))


def _categories(world: World) -> Drawn:
    """Return categories that together have every group, so that a plan may name it."""

    def grouped(made: dict[str, Category]) -> dict[str, Category]:
        groups = [world.group[place % len(world.group)] for place in range(len(made))]
        return {
            code: replace(one, group=group)
            for (code, one), group in zip(made.items(), groups, strict=True)
        }

    return entries(Category, world, world.category).map(grouped)


def _with_groups(world: World) -> World:
    return replace(world, group=world.group[: len(world.category)])


any_strategy: Drawn = worlds.map(_with_groups).flatmap(_of)
