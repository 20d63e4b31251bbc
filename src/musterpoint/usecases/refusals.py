"""Refusals with names. Each says which field or guard stands in the way and what to do.

A door turns a Refusal into 422 (or words beside the field) and a Conflict into 409.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from musterpoint.domain.clocks import IllegalEvent
from musterpoint.domain.facts import FactRefusal
from musterpoint.domain.priority import OverrideNeedsReason, UnknownCode, UnknownPriority
from musterpoint.domain.promises import PromiseRefusal
from musterpoint.domain.states import IllegalMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field, or which guard is not satisfied."""

    field: str
    says: str


class Refusal(Exception):
    """What was asked cannot be done as asked; nothing was changed."""

    def __init__(self, *errors: Problem) -> None:
        self.errors = errors
        super().__init__(" ".join(problem.says for problem in errors))


class Conflict(Refusal):
    """What was asked does not fit how things stand now; nothing was changed."""


def refuse_if(problems: list[Problem]) -> None:
    """Raise a Refusal that names every problem, unless there is none."""
    if problems:
        raise Refusal(*problems)


def needs_words(field: str, text: str, says: str) -> str:
    """Return ``text`` without outer spaces, or refuse an empty one with ``says``."""
    words = text.strip()
    if not words:
        raise Refusal(Problem(field=field, says=says))
    return words


@contextmanager
def refusing() -> Iterator[None]:
    """Turn the domain's refusals into a Refusal or Conflict that names the field."""
    try:
        yield
    except IllegalMove as refusal:
        raise Conflict(Problem(field="status", says=str(refusal))) from refusal
    except IllegalEvent as refusal:
        raise Conflict(Problem(field="clocks", says=str(refusal))) from refusal
    except FactRefusal as refusal:
        named = Conflict if refusal.field == "fact" else Refusal
        raise named(Problem(field=refusal.field, says=str(refusal))) from refusal
    except PromiseRefusal as refusal:
        named = Conflict if refusal.field == "promise" else Refusal
        raise named(Problem(field=refusal.field, says=str(refusal))) from refusal
    except OverrideNeedsReason as refusal:
        raise Refusal(Problem(field="reason", says=str(refusal))) from refusal
    except UnknownPriority as refusal:  # only ever typed as the one that overrides
        raise Refusal(Problem(field="override_priority", says=str(refusal))) from refusal
    except UnknownCode as refusal:
        raise Refusal(Problem(field=refusal.kind, says=str(refusal))) from refusal
