"""A run as simply as it can be told, in whole minutes, written apart from the rules to check them.

It keeps when the run began, by how much the rest of it was hurried, and what is gone from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from musterpoint.domain.policy.document import FALLBACK, Path

Due = tuple[int, str, int]
"""Minute, step, round."""
LeftOut = Callable[[str, int], bool]
"""Whether a step is left out at a minute."""


def whole(span: timedelta | None) -> int:
    return int((span or timedelta(0)) / timedelta(minutes=1))


@dataclass
class Model:
    """``told`` is the log of everything told; ``people`` whom each step reached in this run."""

    path: Path
    priority: str
    begun: int = 0
    hurried: int = 0
    gone: set[tuple[str, int]] = field(default_factory=set)
    steps_told: set[str] = field(default_factory=set)
    people: dict[str, set[str]] = field(default_factory=dict)
    yes: set[str] = field(default_factory=set)
    no: set[str] = field(default_factory=set)
    is_over: bool = False

    def rounds(self) -> list[Due]:
        """Every round at this priority, as minutes from the beginning; the fallback is last."""
        found = [
            (whole(step.due_after(self.priority)) + n * whole(step.every), step.code, n)
            for step in self.path.steps
            if not step.priorities or self.priority in step.priorities
            for n in range(step.repeat + 1)
        ]
        found.sort(key=lambda one: one[0])
        last = found[-1][0] if found else 0
        return [*found, (last + whole(self.path.fallback_after), FALLBACK, 0)]

    def left(self) -> list[Due]:
        began = self.begun - self.hurried
        return [(began + due, s, n) for due, s, n in self.rounds() if (s, n) not in self.gone]

    def next_due(self) -> int | None:
        left = self.left()
        return left[0][0] if left and not self.is_over else None

    def work(self, minute: int, left_out: LeftOut) -> dict[str, int]:
        """Return what is told by now: each step once, at its newest round."""
        if self.is_over:
            return {}
        while True:
            due = {step: n for when, step, n in self.left() if when <= minute}
            out = [step for step in due if step != FALLBACK and left_out(step, minute)]
            if not out:
                break
            self.forget(out[0])
            self.hurry(minute)
        self.gone |= {(s, n) for when, s, n in self.left() if when <= minute}
        self.steps_told |= due.keys()
        return due

    def forget(self, step: str) -> None:
        self.gone |= {(s, n) for _, s, n in self.left() if s == step}

    def hurry(self, minute: int) -> None:
        """Move all that is left so that the next step nobody was told of comes now."""
        ahead = [w for w, step, n in self.left() if n == 0 and step not in self.steps_told]
        if ahead and ahead[0] > minute:
            self.hurried += ahead[0] - minute

    def answer(self, person: str) -> None:
        self.yes.add(person)
        self.is_over = len(self.yes) >= self.needed()

    def refuse(self, person: str, minute: int) -> None:
        self.no.add(person)
        if person in self.people.get(self.standing(), set()):
            self.give_up_if_spent(minute)

    def give_up_if_spent(self, minute: int) -> None:
        standing = self.standing()
        asked = self.people.get(standing, set())
        wanted = max(1, self.needed() - len(self.yes))
        if asked & self.no and len(asked - self.no - self.yes) < wanted:
            self.forget(standing)
            self.hurry(minute)

    def climb(self, priority: str, minute: int) -> None:
        """A risen priority: on from the step it stands at, everybody asked anew."""
        self.priority = priority
        told = [] if self.is_over else [s for s in self.order() if s != FALLBACK]
        firsts = {step: due for due, step, n in self.rounds() if n == 0}
        at = firsts[told[-1]] if told else 0
        self.begun, self.hurried = minute - at, 0
        self.gone = {(s, n) for _, s, n in self.rounds() if firsts[s] < at} if told else set()
        self.steps_told, self.people, self.no = set(), {}, set()
        self.yes, self.is_over = (self.yes if told else set()), False

    def calm(self, priority: str, minute: int) -> None:
        """A fallen priority: the same run at another pace."""
        self.priority = priority
        self.give_up_if_spent(minute)

    def order(self) -> list[str]:
        """The steps told so far, as the path orders them at this priority."""
        return [s for _, s, n in self.rounds() if n == 0 and s in self.steps_told]

    def standing(self) -> str:
        """The step furthest along that reached somebody; the fallback is furthest of all."""
        if self.people.get(FALLBACK):
            return FALLBACK
        return ([step for step in self.order() if self.people.get(step)] or [""])[-1]

    def needed(self) -> int:
        wanted = {step.code: max(1, step.need) for step in self.path.steps}
        return ([wanted[step] for step in self.order() if step != FALLBACK] or [1])[-1]
