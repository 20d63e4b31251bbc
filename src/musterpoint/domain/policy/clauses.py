"""From the name of a clause to what the strategy says there, so that every reason can be looked up.

A name is a dotted path as the rules cite it: ``matrix.I1.U1``, ``targets.P1.acknowledge``,
``paths.technology.duty_manager``. A name that leads nowhere is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.document import (
    FALLBACK,
    Category,
    Criterion,
    Path,
    Step,
    Strategy,
    Target,
)
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.scales import Level
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.policy.tree import Plain


class UnknownClause(LookupError):
    """The strategy has no clause of this name."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"The strategy has no clause {path!r}.")


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
        title, says, rationale = _FINDERS.get(part, _anything)(strategy, [part, *rest])
    except (KeyError, IndexError, ValueError):
        raise UnknownClause(path) from None
    return Clause(
        path=path,
        title=title,
        says=says,
        rationale=rationale or strategy.rationale.get(part, ""),
        rows=() if part in _FINDERS else tuple(_rows(_at(strategy, [part, *rest]))),
    )


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
    return f"Obligation: {one.code}".replace("_", " "), says, one.reference


def _question(strategy: Strategy, path: list[str]) -> _Found:
    one = {one.code: one for one in strategy.triage}[path[1]]
    return f"Question {one.code}: {one.asks}", one.because, ""


def _closing(strategy: Strategy, path: list[str]) -> _Found:
    if path[1] in CLOSING:
        return "Closing", CLOSING[path[1]], ""
    return _anything(strategy, path)


def _anything(strategy: Strategy, path: list[str]) -> _Found:
    """Find a part of the document that needs no words of its own, by its place in the text."""
    found = _at(strategy, path)
    title = " ".join(path).replace("_", " ")
    return title[:1].upper() + title[1:], _plainly(found), ""


def _at(strategy: Strategy, path: list[str]) -> Plain:
    found: Plain = dump(strategy)
    for key in path:
        if not isinstance(found, dict):
            raise KeyError(key)
        found = found[key]
    return found


def _rows(value: Plain, *names: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a clause, each by its name; those of parts too."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _rows(item, *names, str(key))
    elif names:
        yield ": ".join(names).replace("_", " ").capitalize(), _plainly(value)


def _plainly(value: Plain) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_plainly(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(_plainly(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


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
