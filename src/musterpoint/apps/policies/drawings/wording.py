"""What drawings and their tables call the people and times of a strategy."""

from __future__ import annotations

from datetime import timedelta

from musterpoint.domain.policy.document import Path, Step, Strategy, Tell, TellKind
from musterpoint.domain.policy.spans import span_text


def role(strategy: Strategy, code: str) -> str:
    """Return the name of a role, or its code as words."""
    rule = strategy.roles.get(code)
    return rule.name if rule else words(code)


def words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def told(strategy: Strategy, tell: Tell) -> str:
    """Return whom a step tells."""
    if tell.kind is TellKind.ROLE:
        return role(strategy, tell.who)
    if tell.kind in {TellKind.ROTA, TellKind.TEAM, TellKind.CONTACT}:
        return f"{tell.kind.value} {tell.who.replace('_', ' ')}"
    return tell.who


def whom(strategy: Strategy, path: Path, step: Step) -> str:
    """Return everybody a step tells; one that names nobody tells the fallback."""
    names = [told(strategy, tell) for tell in step.tell or (path.fallback,)]
    return " and ".join(names)


def conditions(step: Step) -> list[str]:
    """Return how a step repeats and on what it depends."""
    found = []
    if step.repeat and step.every:
        found.append(f"{step.repeat} more, every {length(step.every)}")
    if step.need > 1:
        found.append(f"{step.need} must answer")
    if step.by:
        found.append(f"by {', '.join(step.by)}".replace("_", " "))
    if step.hours:
        place = "outside" if step.outside_hours else "in"
        found.append(f"only {place} {step.hours.replace('_', ' ')} hours")
    if step.skip_when_absent:
        found.append("left out when nobody is there")
    return found


def length(span: timedelta | None, *, largest: str = "d") -> str:
    """Return a length of time, or a dash where there is none."""
    return "–" if span is None else span_text(span, largest=largest)
