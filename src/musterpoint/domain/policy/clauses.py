"""From the name of a clause to what the strategy says there, so that every reason can be looked up.

A name is a dotted path as the rules cite it: ``matrix.I1.U1``, ``targets.P1.acknowledge``,
``paths.technology.duty_manager``. A name that leads nowhere is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.clause_names import UnknownClause, plain_tree
from musterpoint.domain.policy.clause_tree import at, called, plainly, rows, titled
from musterpoint.domain.policy.clause_words import KINDS, clock_in_words, in_words, name_of
from musterpoint.domain.policy.document import (
    FALLBACK,
    Category,
    Criterion,
    Path,
    Step,
    Strategy,
    Target,
)
from musterpoint.domain.policy.parts import PART_OF_KEY, PARTS
from musterpoint.domain.policy.scales import Level
from musterpoint.domain.policy.spans import span_text

__all__ = ["CLOSING", "Clause", "UnknownClause", "clause"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause: its name, a title, what it says, and why it was decided so.

    ``rows`` are its parts by name, where it has several.
    """

    path: str
    title: str
    says: str
    rationale: str = ""
    rows: tuple[tuple[str, str], ...] = ()


_Found = tuple[str, str, str]
_Finder = Callable[[Strategy, list[str]], _Found]
_NOT_FOUND = (KeyError, IndexError, ValueError)
_CODES = {part.code: part for part in PARTS}

CLOSING = {
    "status": "Only a resolved incident is closed.",
    "resolution": "Closing asks how the incident was resolved.",
    "verified_by": "Closing asks who verified that the service is back.",
}
"""What closing asks for under every strategy."""


def clause(strategy: Strategy, path: str) -> Clause:
    """Return the clause called ``path``, or raise UnknownClause."""
    part, *rest = path.split(".")
    try:
        title, says, rationale = _finder(part, rest)(strategy, [part, *rest])
    except _NOT_FOUND:
        title, says, rationale = _by_place(strategy, path)
    return Clause(
        path=path,
        title=title,
        says=says,
        rationale=rationale or strategy.rationale.get(part, ""),
        rows=() if part in _FINDERS and rest else tuple(_rows(strategy, [part, *rest])),
    )


def _finder(part: str, rest: list[str]) -> _Finder:
    if part == "parts" or (part in _CODES and part not in PART_OF_KEY):
        return _whole_part
    if not rest and part != "major":
        return _whole_key
    return _entry if part in KINDS else _FINDERS.get(part, _anything)


def _by_place(strategy: Strategy, path: str) -> _Found:
    """Find what the finders have no words for, by its place in the text."""
    try:
        return _anything(strategy, path.split("."))
    except _NOT_FOUND:
        raise UnknownClause(path) from None


def _rows(strategy: Strategy, path: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of a clause by name; of a key that holds entries, each entry."""
    try:
        found = at(strategy, path)
    except _NOT_FOUND:  # a whole part, or a short name: what it says is all there is
        return
    if len(path) > 1 or not isinstance(found, dict):
        yield from rows(found)
        return
    for code, one in found.items():
        says = one.get("says") if isinstance(one, dict) and "name" in one else None
        yield (called(code, one), str(says)) if says else (titled([code]), plainly(one))


def _level(key: str) -> _Finder:
    def find(strategy: Strategy, path: list[str]) -> _Found:
        level = _coded(getattr(strategy, key), path[1])
        return f"{key.title()} {level.code}: {level.name}", level.says, level.rationale

    return find


def _coded(levels: tuple[Level, ...], code: str) -> Level:
    return {level.code: level for level in levels}[code]


def _matrix(strategy: Strategy, path: list[str]) -> _Found:
    impact, urgency = _coded(strategy.impact, path[1]), _coded(strategy.urgency, path[2])
    says = (
        f"Impact {impact.code} ({impact.name}) and urgency {urgency.code} ({urgency.name})"
        f" make {strategy.matrix[impact.code, urgency.code]}."
    )
    return f"Matrix {impact.code} × {urgency.code}", says, ""


def _override(strategy: Strategy, path: list[str]) -> _Found:
    one = {one.code: one for one in strategy.overrides}[path[1]]
    return f"Override: {one.code.replace('_', ' ')}", one.says, one.rationale


def _target(strategy: Strategy, path: list[str]) -> _Found:
    target = strategy.targets[path[1]]
    kinds = [ClockKind(path[2])] if len(path) > 2 else list(target.spans)
    says = "; ".join(_allowed(target, kind) for kind in kinds)
    return f"Target {' '.join(path[1:])}".replace("_", " "), f"{says}.", target.rationale


def _allowed(target: Target, kind: ClockKind) -> str:
    span = span_text(target.spans[kind], largest="h")
    return f"{target.priority} {kind.value.replace('_', ' ')} within {span} ({target.calendar})"


def _category(strategy: Strategy, path: list[str]) -> _Found:
    one = strategy.categories[path[1]]
    if len(path) == 2:
        return one.name, "; ".join(one.signs) or one.name, one.rationale
    return f"{one.name}: {path[2]}", _of_category(one, path[2]), one.rationale


def _of_category(one: Category, key: str) -> str:
    if key == "typical":
        return f"Usually impact {one.impact} and urgency {one.urgency}."
    if key == "floor":
        if one.floor is None:
            raise KeyError(key)
        return f"At least {one.floor.priority}: {one.floor.says}"
    found: Mapping[str, tuple[str, ...]] = {
        "words": one.words,
        "services": one.services,
        "roles": one.roles,
        "signs": one.signs,
        "obligations": one.obligations,
        "comms": one.comms,
    }
    return ", ".join(found[key])


def _path(strategy: Strategy, path: list[str]) -> _Found:
    one = strategy.paths[path[1]]
    if len(path) == 2:
        return one.name, ", then ".join(step.code for step in one.steps), one.rationale
    return f"{one.name}: {path[2]}".replace("_", " "), _of_path(one, path[2]), one.rationale


def _of_path(one: Path, code: str) -> str:
    if code == FALLBACK:
        return f"When nobody is found or answers, {one.fallback.who} is told."
    step = {step.code: step for step in one.steps}[code]
    whom = ", ".join(tell.who for tell in step.tell)
    waits = [f"{span_text(span, largest='h')} at {p}" for p, span in step.after_at.items()]
    after = ", ".join((f"after {span_text(step.after, largest='h')}", *waits))
    return f"Tells {whom} {after}{_conditions(step)}. {step.says}".replace("_", " ").strip()


def _conditions(step: Step) -> str:
    says = f", by {', '.join(step.by)}" if step.by else ""
    if step.hours:
        says += f", only {'outside' if step.outside_hours else 'in'} the hours of {step.hours}"
    return says + (", left out when nobody is there" if step.skip_when_absent else "")


def _major(strategy: Strategy, path: list[str]) -> _Found:
    rule = strategy.major
    listed: Mapping[str, tuple[Criterion, ...]] = {
        "criteria": rule.criteria,
        "stand_down": rule.stand_down,
    }
    if len(path) > 2:
        says = {one.code: one.says for one in listed[path[1]]}[path[2]]
        return f"Major incident: {path[2]}".replace("_", " "), says, rule.rationale
    plain = {
        "criteria": "; ".join(one.says for one in rule.criteria),
        "stand_down": "; ".join(one.says for one in rule.stand_down),
        "declared_by": ", ".join(sorted(rule.declared_by)),
        "targets_of": f"While declared, the targets of {rule.targets_of} apply.",
    }
    key = path[1] if len(path) > 1 else "criteria"
    return f"Major incident: {key}".replace("_", " "), plain[key], rule.rationale


def _role(strategy: Strategy, path: list[str]) -> _Found:
    one = strategy.roles[path[1]]
    return f"Role: {one.name}", one.duty, ""


def _playbook(strategy: Strategy, path: list[str]) -> _Found:
    one = strategy.playbooks[path[1]]
    if len(path) > 2:
        task = {task.code: task for task in one.tasks}[path[2]]
        return f"{one.name}: {task.code}".replace("_", " "), task.says, ""
    return one.name, " ".join(task.says for task in one.tasks), ""


def _obligation(strategy: Strategy, path: list[str]) -> _Found:
    one = strategy.obligations[path[1]]
    says = f"{one.says} Tell {one.notify}, {one.within}."
    name = one.name or one.code.replace("_", " ")
    return f"Obligation: {name}", says, one.rationale or one.reference


def _question(strategy: Strategy, path: list[str]) -> _Found:
    one = {one.code: one for one in strategy.triage}[path[1]]
    return f"Question {one.code}: {one.asks}", one.because, ""


def _closing(strategy: Strategy, path: list[str]) -> _Found:
    if path[1] in CLOSING:
        return "Closing", CLOSING[path[1]], ""
    return _anything(strategy, path)


def _entry(strategy: Strategy, path: list[str]) -> _Found:
    """Find an entry of the plans, or one thing that it says."""
    key, code, *field = path
    name = name_of(strategy, key, code)
    title = f"{KINDS[key]}: {name}"
    rationale = getattr(getattr(strategy, key)[code], "rationale", "")
    if not field:
        return title, in_words(strategy, key, code), rationale
    if key == "contracts" and (len(field) == 1 or field[0] == "clocks"):
        clock, says = clock_in_words(strategy.contracts[code], ".".join(field[-1:]))
        return f"{title}: {clock}", says, rationale
    said = " ".join(field).replace("_", " ")
    return f"{title}: {said}", plainly(at(strategy, path)), rationale


def _whole_part(strategy: Strategy, path: list[str]) -> _Found:  # noqa: ARG001 - a finder has both
    part = _CODES[path[-1]]
    return part.title, "; ".join(titled([key]) for key in part.keys), ""


def _whole_key(strategy: Strategy, path: list[str]) -> _Found:
    """Find a top-level key; of one that holds entries, what they are called."""
    if path[0] not in PART_OF_KEY:
        raise KeyError(path[0])
    found = plain_tree(strategy).get(path[0], "")
    says = plainly(found)
    if isinstance(found, dict):
        says = "; ".join(called(code, one) for code, one in found.items())
    return titled(path), says, ""


def _anything(strategy: Strategy, path: list[str]) -> _Found:
    """Find a part of the document that needs no words of its own, by its place in the text."""
    return titled(path), plainly(at(strategy, path)), ""


_FINDERS: Mapping[str, _Finder] = {
    "impact": _level("impact"),
    "urgency": _level("urgency"),
    "priorities": _level("priorities"),
    "matrix": _matrix,
    "overrides": _override,
    "targets": _target,
    "categories": _category,
    "paths": _path,
    "major": _major,
    "roles": _role,
    "playbooks": _playbook,
    "obligations": _obligation,
    "triage": _question,
    "closing": _closing,
}
