"""Is it an incident at all? Walks the strategy's questions and keeps every answer as a reason.

It never closes the other door: a complaint met on the way is said beside the verdict, because one
contact can be both and each has its own clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Answer, OverrideTrigger, Question
from musterpoint.domain.verdicts import VerdictKind

INCIDENTS = frozenset({VerdictKind.INCIDENT, VerdictKind.INCIDENT_UNSURE})


class BrokenTree(ValueError):
    """The questions go round or lead nowhere; a checked strategy never does this."""


class UnknownQuestion(ValueError):
    """An answer to a question that the strategy does not ask."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        self.code = code
        super().__init__(f"There is no question {code!r}. The strategy asks {', '.join(known)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the contact is, and why.

    ``sets`` are facts the answers established. ``also_complaint`` says that it is a complaint too;
    ``ask_also`` is the complaint question when it is an incident and nobody has asked yet.
    """

    kind: VerdictKind
    because: tuple[Because, ...]
    sets: frozenset[OverrideTrigger] = frozenset()
    also_complaint: bool = False
    ask_also: Question | None = None

    @property
    def is_incident(self) -> bool:
        return self.kind in INCIDENTS


def walk(tree: Sequence[Question], answers: Mapping[str, bool]) -> Question | Verdict:
    """Return the next question to ask, or the verdict that ``answers`` lead to.

    Raises UnknownQuestion for an answer to no question, and BrokenTree.
    """
    questions = {question.code: question for question in tree}
    for code in answers:
        if code not in questions:
            raise UnknownQuestion(code, tuple(questions))
    because: list[Because] = []
    sets: frozenset[OverrideTrigger] = frozenset()
    code = tree[0].code if tree else ""
    for _ in range(len(tree)):
        question = questions.get(code)
        if question is None:
            break
        if code not in answers:
            return question
        answer = _answer(question, yes=answers[code])
        because.append(_because(question, yes=answers[code]))
        sets |= answer.sets
        if answer.verdict is not None:
            return _verdict(tree, answers, VerdictKind(answer.verdict), tuple(because), sets)
        code = answer.goto or ""
    raise BrokenTree(f"The questions lead to no verdict after {len(because)} answers.")


def _answer(question: Question, *, yes: bool) -> Answer:
    return question.yes if yes else question.no


def _because(question: Question, *, yes: bool) -> Because:
    answer = _answer(question, yes=yes)
    reason = answer.says or question.because
    says = f"{question.asks} {'Yes' if yes else 'No'}: {reason}"
    return Because(clause=f"triage.{question.code}", says=says)


def _verdict(
    tree: Sequence[Question],
    answers: Mapping[str, bool],
    kind: VerdictKind,
    because: tuple[Because, ...],
    sets: frozenset[OverrideTrigger],
) -> Verdict:
    if kind not in INCIDENTS:
        return Verdict(kind=kind, because=because, sets=sets)
    asking = [one for one in tree if one.yes.verdict == VerdictKind.COMPLAINT]
    for question in asking:
        if answers.get(question.code):
            said = (*because, _because(question, yes=True))
            return Verdict(kind=kind, because=said, sets=sets, also_complaint=True)
    unasked = next((one for one in asking if one.code not in answers), None)
    return Verdict(kind=kind, because=because, sets=sets, ask_also=unasked)
